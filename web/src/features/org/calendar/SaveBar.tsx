import { useTranslation } from 'react-i18next';
import type { Calendar } from '@/api/types';
import { UnsavedBar } from '@/features/org/settings/UnsavedBar';
import { formatNumber } from '@/lib/format';
import { messageOf } from '@/lib/messages';
import type { CalendarBody, DraftFault } from './draft';
import { useHoursFaultText, weekdayName } from './texts';
import { useConsequence } from './useConsequence';

interface CalendarSaveBarProps {
  calendar: Calendar;
  dirty: boolean;
  /** What would be sent; null while something is wrong. */
  changes: Partial<CalendarBody> | null;
  fault: DraftFault | null;
  saving: boolean;
  onSave: () => void;
  onDiscard: () => void;
}

/** What saving would do, or the one thing that keeps from it. */
export function CalendarSaveBar({ calendar, dirty, changes, fault, saving, onSave, onDiscard }: CalendarSaveBarProps) {
  const { t } = useTranslation('worktime');
  const hoursText = useHoursFaultText();
  const { moved, error, isFetching } = useConsequence(calendar, saving ? null : changes);
  const faultText = (one: DraftFault) => (one.code === 'hours' ? t('fault.onDay', { day: weekdayName(one.day), fault: hoursText(one.fault) }) : t(`fault.${one.code}`));
  const told = () => {
    if (isFetching) return t('effect.checking');
    return moved === null ? '' : moved > 0 ? t('effect.moved', { count: moved, formatted: formatNumber(moved) }) : t('effect.none');
  };
  const wrong = fault ? faultText(fault) : error ? messageOf(error) : null;
  return (
    <UnsavedBar dirty={dirty} saving={saving} disabled={wrong !== null} leaveText={t('leave')} onSave={onSave} onDiscard={onDiscard}>
      {wrong ? (
        <span className="text-danger">{wrong}</span>
      ) : (
        <>
          {t('unsaved')} <span className="text-muted">{told()}</span>
        </>
      )}
    </UnsavedBar>
  );
}
