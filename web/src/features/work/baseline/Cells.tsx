// What a cell of the comparison shows: the difference, and below it what was and what is.
import { useTranslation } from 'react-i18next';
import { useOrg } from '@/features/org/useOrg';
import { cx } from '@/lib/cx';
import { dayOf, formatDay } from '@/lib/format';
import { byText, toneOf, valueText } from './texts';
import type { Line, Measure, State, Sum } from './variance';

export function Difference({ measure, value, currency }: { measure: Measure; value: number | null; currency: string | null }) {
  if (value === null) return <span className="text-faint">–</span>;
  if (value === 0) return <span className="text-muted">0</span>;
  return <span className={cx('font-medium', toneOf(value))}>{byText(measure, value, currency)}</span>;
}

/** `3 Mar → 6 Mar`, or the one value that there is. */
export function FromTo({ measure, line }: { measure: Measure; line: Line }) {
  const { t } = useTranslation('baseline');
  const { organization } = useOrg();
  const text = (figures: Line['was']): string => {
    if (!figures) return '';
    if (measure === 'start' || measure === 'end') return formatDay(dayOf((measure === 'start' ? figures.startDate : figures.endDate) ?? null, organization.timeZone)) || '–';
    return valueText(measure, figures[measure], line.currency);
  };
  const [was, now] = [text(line.was), text(line.now)];
  if (![was, now].some((one) => one && one !== '–')) return null;
  return (
    <span className="block truncate text-xs text-muted">
      <span className="sr-only">{t('fromTo', { was: was || t('nothing'), now: now || t('nothing') })}</span>
      <span aria-hidden="true">{was && now && was !== now ? `${was} → ${now}` : now || was}</span>
    </span>
  );
}

export function SumText({ measure, sum, currency }: { measure: 'work' | 'cost'; sum: Sum; currency: string | null }) {
  const by = Math.round((sum.now - sum.was) * 10_000) / 10_000;
  return (
    <span className="block">
      <Difference measure={measure} value={by} currency={currency} />
      <span className="block text-xs text-muted">
        {valueText(measure, sum.was, currency)} → {valueText(measure, sum.now, currency)}
      </span>
    </span>
  );
}

export const gone = (state: State): boolean => state === 'deleted' || state === 'moved';
