// A day in a form: a button that opens the calendar.
import { Calendar as CalendarIcon } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '@/api/types';
import { cx } from '@/lib/cx';
import { formatDay } from '@/lib/format';
import { Calendar } from './Calendar';
import { Popover } from './Popover';

interface DatePickerProps {
  value: Day | null;
  onChange: (value: Day | null) => void;
  /** Its name, with what the date means ("Start date"). */
  label: string;
  disabled?: boolean;
  /** What stands in the control while there is no day. */
  placeholder?: string;
  /** Replaces the standard control; must be a button. */
  trigger?: ReactElement;
  className?: string;
}

export function DatePicker({ value, onChange, label, disabled, placeholder, trigger, className }: DatePickerProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const pick = (day: Day | null) => {
    setOpen(false);
    if (day !== value) onChange(day);
  };
  const standard = (
    <button
      type="button"
      disabled={disabled}
      aria-label={`${label}: ${formatDay(value) || t('picker.none')}`}
      className={cx('control flex items-center gap-2 text-left', className)}
    >
      <CalendarIcon className="size-3.5 text-faint" aria-hidden="true" />
      <span className={cx('nums truncate', !value && 'text-faint')}>{formatDay(value) || (placeholder ?? t(disabled ? 'picker.none' : 'picker.date'))}</span>
    </button>
  );
  return (
    <Popover trigger={trigger ?? standard} label={label} open={open} onOpenChange={setOpen}>
      <Calendar value={value} onPick={pick} label={label} />
    </Popover>
  );
}
