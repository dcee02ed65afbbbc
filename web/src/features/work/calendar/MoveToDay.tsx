import { useTranslation } from 'react-i18next';
import type { Day } from '@/api/types';
import { Calendar } from '@/ui/Calendar';
import { Dialog } from '@/ui/Dialog';
import type { Entry } from './span';

/** Asks on which day a task should begin. */
export function MoveToDay({ entry, onMove, onClose }: { entry: Entry; onMove: (day: Day) => void; onClose: () => void }) {
  const { t } = useTranslation('calendar');
  const pick = (day: Day | null) => {
    onClose();
    if (day) onMove(day);
  };
  return (
    <Dialog open onClose={onClose} title={t('move.title', { key: entry.task.key })} description={entry.task.title} width="sm">
      <div className="mx-auto w-64">
        <Calendar value={entry.from} onPick={pick} label={t('move.day')} />
      </div>
    </Dialog>
  );
}
