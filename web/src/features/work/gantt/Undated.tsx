import { CalendarClock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/Button';

/** Nothing has dates yet: what is drawn is what the schedule proposes. */
export function Undated({ onSchedule }: { onSchedule?: (() => void) | undefined }) {
  const { t } = useTranslation('gantt');
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b bg-info-soft px-4 py-2 text-sm">
      <CalendarClock className="size-4 shrink-0 text-info" aria-hidden="true" />
      <p className="min-w-48 flex-1">{t('undated')}</p>
      {onSchedule && (
        <Button kind="primary" size="sm" onClick={onSchedule}>
          {t('schedule.action')}
        </Button>
      )}
    </div>
  );
}
