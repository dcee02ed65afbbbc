// How an exception comes back: every so many days, weeks or months, or every year, and on which day of them.
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { DayKind, Nth, Weekday } from '@/api/types';
import { firstWeekday } from '@/lib/calendar';
import { cx } from '@/lib/cx';
import { locale } from '@/lib/format';
import { Input } from '@/ui/Input';
import { Select } from '@/ui/Select';
import { weekdays } from './days';
import { nths, units, type ExceptionFault, type RepeatDraft } from './exception';
import { Fault } from './Fault';
import { monthName, useExceptionTexts, weekdayName } from './texts';

interface RepeatFieldsProps {
  repeat: RepeatDraft;
  onChange: (repeat: RepeatDraft) => void;
  fault: ExceptionFault | null;
}

export function RepeatFields({ repeat, onChange, fault }: RepeatFieldsProps) {
  const { t } = useTranslation('worktime');
  const set = (changes: Partial<RepeatDraft>) => onChange({ ...repeat, ...changes });
  const count = Number(repeat.interval) || 1;
  return (
    <div className="mt-2 flex flex-col gap-2 rounded-md border bg-canvas p-3">
      <div className="flex flex-wrap items-center gap-2 text-sm">
        <span>{t('repeat.every')}</span>
        {repeat.every !== 'year' && (
          <Input
            aria-label={t('repeat.interval')}
            aria-invalid={fault?.at === 'interval'}
            inputMode="numeric"
            maxLength={3}
            className="w-14"
            value={repeat.interval}
            onChange={(event) => set({ interval: event.target.value })}
          />
        )}
        <Select
          label={t('repeat.unit')}
          className="w-32"
          value={repeat.every}
          choices={units.map((unit) => ({ value: unit, label: t(`repeat.units.${unit}`, { count: unit === 'year' ? 1 : count }) }))}
          onChange={(every) => set({ every })}
        />
        {repeat.every === 'year' && <MonthSelect month={repeat.month} onChange={(month) => set({ month })} />}
      </div>
      {fault?.at === 'interval' && <Fault text={t('fault.interval')} />}
      {repeat.every === 'week' && <WeekdayToggles days={repeat.days} onChange={(days) => set({ days })} />}
      {fault?.at === 'weekdays' && <Fault text={t('fault.weekdays')} />}
      {(repeat.every === 'month' || repeat.every === 'year') && <DayOfMonth repeat={repeat} set={set} invalid={fault?.at === 'date'} />}
      {fault?.at === 'date' && <Fault text={t('fault.date')} />}
    </div>
  );
}

function MonthSelect({ month, onChange }: { month: number; onChange: (month: number) => void }) {
  const { t } = useTranslation('worktime');
  const months = Array.from({ length: 12 }, (_, at) => at + 1);
  return (
    <Select
      label={t('repeat.month')}
      className="w-36"
      value={String(month)}
      choices={months.map((one) => ({ value: String(one), label: monthName(one) }))}
      onChange={(value) => onChange(Number(value))}
    />
  );
}

function WeekdayToggles({ days, onChange }: { days: readonly Weekday[]; onChange: (days: readonly Weekday[]) => void }) {
  const { t } = useTranslation('worktime');
  const first = (firstWeekday(locale()) + 6) % 7;
  const toggle = (day: Weekday) => onChange(weekdays.filter((one) => (one === day ? !days.includes(one) : days.includes(one))));
  return (
    <div role="group" aria-label={t('repeat.on')} className="flex flex-wrap gap-1">
      {[...weekdays.slice(first), ...weekdays.slice(0, first)].map((day) => (
        <button
          key={day}
          type="button"
          aria-pressed={days.includes(day)}
          aria-label={weekdayName(day)}
          onClick={() => toggle(day)}
          className={cx(
            'h-7 min-w-10 rounded-md border px-2 text-sm',
            days.includes(day) ? 'border-accent bg-selected font-medium text-text' : 'border-control/70 bg-surface text-muted hover:text-text',
          )}
        >
          {weekdayName(day, 'short')}
        </button>
      ))}
    </div>
  );
}

const kinds: readonly DayKind[] = [...weekdays, 'day', 'weekday', 'weekend_day'];

/** By its number, or as the last Friday. */
function DayOfMonth({ repeat, set, invalid }: { repeat: RepeatDraft; set: (changes: Partial<RepeatDraft>) => void; invalid: boolean }) {
  const { t } = useTranslation('worktime');
  const { kindText } = useExceptionTexts();
  const name = useId();
  const radio = (byDate: boolean, label: string) => (
    <label className="flex h-8 items-center gap-2 text-sm">
      <input type="radio" name={name} checked={repeat.byDate === byDate} onChange={() => set({ byDate })} className="size-4" />
      {label}
    </label>
  );
  return (
    <div role="group" aria-label={t('repeat.which')} className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center gap-2">
        {radio(true, t('repeat.byDate'))}
        <Input
          aria-label={t('repeat.date')}
          aria-invalid={invalid}
          inputMode="numeric"
          maxLength={2}
          className="w-14"
          value={repeat.date}
          onFocus={() => set({ byDate: true })}
          onChange={(event) => set({ date: event.target.value, byDate: true })}
        />
        {repeat.byDate && repeat.every === 'month' && Number(repeat.date) > 28 && <span className="text-sm text-muted">{t('repeat.lastStands')}</span>}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {radio(false, t('repeat.byKind'))}
        <Select
          label={t('repeat.nth')}
          className="w-28"
          value={repeat.nth}
          choices={nths.map((nth: Nth) => ({ value: nth, label: t(`repeat.nths.${nth}`) }))}
          onChange={(nth) => set({ nth, byDate: false })}
        />
        <Select
          label={t('repeat.kind')}
          className="w-44"
          value={repeat.on}
          choices={kinds.map((kind) => ({ value: kind, label: kindText(kind) }))}
          onChange={(on) => set({ on, byDate: false })}
        />
      </div>
    </div>
  );
}
