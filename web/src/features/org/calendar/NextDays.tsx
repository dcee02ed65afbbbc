import { useTranslation } from 'react-i18next';
import type { CalendarException, Day } from '@/api/types';
import { formatLongDay, formatNumber } from '@/lib/format';
import { daysMet } from './days';
import { useExceptionTexts } from './texts';

const most = 6;

/** What a repetition means: in words, and the days that come next. */
export function NextDays({ exception, today }: { exception: CalendarException; today: Day }) {
  const { t } = useTranslation('worktime');
  const { when } = useExceptionTexts();
  const count = daysMet(exception).length;
  const coming = daysMet(exception, { since: today, most });
  const days = coming.length > 0 ? coming : daysMet(exception, { most });
  return (
    <section aria-label={t('exception.nextDays')} aria-live="polite" className="text-sm">
      <p className="font-medium">{when(exception)}</p>
      <ul className="nums mt-1 grid gap-x-4 text-muted sm:grid-cols-2">
        {days.map((day) => (
          <li key={day}>{formatLongDay(day)}</li>
        ))}
      </ul>
      <p className="mt-1 text-muted">{t('exception.count', { count, formatted: formatNumber(count) })}</p>
    </section>
  );
}
