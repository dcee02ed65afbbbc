// The hours of each weekday, in the order of the reader's week.
import { useTranslation } from 'react-i18next';
import type { Weekday } from '@/api/types';
import { firstWeekday } from '@/lib/calendar';
import { cx } from '@/lib/cx';
import { locale } from '@/lib/format';
import { Checkbox } from '@/ui/Checkbox';
import { CopyDays } from './CopyDays';
import { weekdays } from './days';
import { standardWeek, weekOf, type Draft } from './draft';
import { copied, minutesOf, stretchesOf, typedOf, type TypedStretch } from './hours';
import { Stretches } from './Stretches';
import { hoursNumber, weekdayName } from './texts';

interface WeekProps {
  week: Draft['week'];
  onChange: (week: Draft['week']) => void;
  disabled: boolean;
}

export function Week({ week, onChange, disabled }: WeekProps) {
  const { t } = useTranslation('worktime');
  const first = (firstWeekday(locale()) + 6) % 7;
  const days = [...weekdays.slice(first), ...weekdays.slice(0, first)];
  const total = Object.values(weekOf({ week })).reduce((sum, hours) => sum + minutesOf(hours), 0);
  const set = (day: Weekday, hours: TypedStretch[]) => onChange({ ...week, [day]: hours });
  const copy = (from: Weekday, to: readonly Weekday[]) => onChange({ ...week, ...Object.fromEntries(to.map((day) => [day, copied(week[from])])) });
  /** A day that is worked from now on begins with the hours of another one. */
  const usual = (): TypedStretch[] => {
    const like = weekdays.find((day) => week[day].length > 0);
    return like ? copied(week[like]) : typedOf(standardWeek.mon);
  };
  return (
    <div>
      <ul className="border-t">
        {days.map((day) => (
          <WeekDay
            key={day}
            day={day}
            hours={week[day]}
            disabled={disabled}
            onWorks={(works) => set(day, works ? usual() : [])}
            onChange={(hours) => set(day, hours)}
            onCopy={(to) => copy(day, to)}
          />
        ))}
      </ul>
      <p role="status" className="nums mt-2 text-right text-sm font-medium">
        {t('week.total', { hours: hoursNumber(total) })}
      </p>
      {!disabled && <p className="mt-1 text-sm text-muted">{t('week.text')}</p>}
    </div>
  );
}

interface WeekDayProps {
  day: Weekday;
  hours: readonly TypedStretch[];
  disabled: boolean;
  onWorks: (works: boolean) => void;
  onChange: (hours: TypedStretch[]) => void;
  onCopy: (to: readonly Weekday[]) => void;
}

function WeekDay({ day, hours, disabled, onWorks, onChange, onCopy }: WeekDayProps) {
  const { t } = useTranslation('worktime');
  const name = weekdayName(day);
  const minutes = minutesOf(stretchesOf(hours));
  return (
    <li className="grid grid-cols-[1fr_auto_auto] items-start gap-x-2 gap-y-1 border-b py-1.5 sm:grid-cols-[112px_1fr_auto]">
      <label className="flex h-7 min-w-0 items-center gap-2 text-sm font-medium">
        <Checkbox hideLabel label={t('week.works', { day: name })} checked={hours.length > 0} disabled={disabled} onChange={onWorks} />
        <span aria-hidden="true" className="truncate">
          {name}
        </span>
      </label>
      <div className={cx('min-w-0', hours.length > 0 && 'max-sm:order-last max-sm:col-span-3')}>
        {hours.length === 0 ? (
          <p className="flex h-7 items-center text-sm text-muted">{t('week.free')}</p>
        ) : (
          <Stretches day={name} hours={hours} onChange={onChange} disabled={disabled} />
        )}
      </div>
      <span className="flex h-7 items-center gap-1 max-sm:col-start-3">
        <span className="nums w-11 text-right text-sm text-muted">{minutes > 0 && t('week.hours', { hours: hoursNumber(minutes) })}</span>
        {!disabled && <CopyDays day={day} onCopy={onCopy} />}
      </span>
    </li>
  );
}
