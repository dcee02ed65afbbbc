// The course of the project: planned, earned and actual cost (the S-curve), and what is earned of all there is to do.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';
import { formatDay, formatMoney } from '@/lib/format';
import { LineChart, type ChartLine } from '@/ui/LineChart';
import type { Budget } from '../types';

export function BudgetCharts({ budget }: { budget: Budget }) {
  const { t } = useTranslation('money');
  const { series, earnedValue, statusDate } = budget;
  const { currency, bac } = earnedValue;
  const days = useMemo(() => series.map(({ date }) => date), [series]);
  const [curve, burnUp] = useMemo(() => {
    const earned = series.map((point) => point.earned);
    const lines: ChartLine[] = [
      { name: t('chart.planned'), values: series.map(({ planned }) => planned), tone: 'text-muted', dash: '5 4' },
      { name: t('chart.earned'), values: earned, tone: 'text-accent-text' },
      { name: t('chart.actual'), values: series.map(({ actual }) => actual), tone: 'text-warn', dash: '1.5 3' },
    ];
    const up: ChartLine[] = [
      { name: t('chart.scope'), values: series.map(() => bac), tone: 'text-muted', dash: '5 4' },
      { name: t('chart.earned'), values: earned, tone: 'text-accent-text', area: true },
    ];
    return [lines, up];
  }, [series, bac, t]);
  const format = (value: number) => formatMoney(value, currency);
  const formatAxis = (value: number) => formatMoney(value, currency, { notation: 'compact', minimumFractionDigits: 0, maximumFractionDigits: 1 });
  const shared = { days, mark: { day: statusDate, name: `${t('chart.statusDate')} ${formatDay(statusDate)}` }, format, formatAxis };
  if (days.length === 0) return <p className="rounded-lg border p-4 text-sm text-muted">{t('chart.nothing')}</p>;
  const words = { day: formatDay(statusDate), planned: format(earnedValue.pv), earned: format(earnedValue.ev), actual: format(earnedValue.ac), scope: format(bac) };
  return (
    <section aria-label={t('chart.title')} className={cx('grid gap-4', bac > 0 && '@min-[900px]:grid-cols-2')}>
      <div className="min-w-0 rounded-lg border p-4">
        <LineChart {...shared} title={t('chart.curve')} summary={t('chart.curveText', words)} lines={curve} />
      </div>
      {bac > 0 && (
        <div className="min-w-0 rounded-lg border p-4">
          <LineChart {...shared} title={t('chart.burnUp')} summary={t('chart.burnUpText', words)} lines={burnUp} />
        </div>
      )}
    </section>
  );
}
