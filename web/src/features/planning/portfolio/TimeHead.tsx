// The two tiers over the timeline, and the lines that go down from them. Decoration: rows say their dates in words.
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { nextOf, ticks, xOf, type Unit } from '@/features/work/gantt/chart/scale';
import { locale } from '@/lib/format';
import type { PortfolioZoom } from '@/routes/search';
import { zooms, type Span } from './span';

function useNames(): (unit: Unit, at: number) => string {
  const { t } = useTranslation('planning');
  const month = new Intl.DateTimeFormat(locale(), { month: 'short', timeZone: 'UTC' });
  const day = new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'numeric', timeZone: 'UTC' });
  return (unit, at) => {
    const date = new Date(at * 1_000);
    const quarter = t('portfolio.quarter', { number: Math.floor(date.getUTCMonth() / 3) + 1 });
    if (unit === 'week') return day.format(date);
    if (unit === 'month') return month.format(date);
    if (unit === 'quarter') return quarter;
    return String(date.getUTCFullYear());
  };
}

interface Cell {
  at: number;
  x: number;
  width: number;
}

function cellsOf(unit: Unit, { scale, from, to }: Span): Cell[] {
  return ticks(unit, from, to).map((at) => {
    const x = Math.max(0, xOf(scale, at));
    return { at, x, width: Math.min(xOf(scale, nextOf(unit, at)), xOf(scale, to)) - x };
  });
}

export const TimeHead = memo(function TimeHead({ span, zoom }: { span: Span; zoom: PortfolioZoom }) {
  const { upper, lower } = zooms[zoom];
  const name = useNames();
  return (
    <div aria-hidden="true" className="relative h-12 shrink-0 text-xs text-muted select-none" style={{ width: span.width }}>
      {cellsOf(upper, span).map(({ at, x, width }) => (
        <span key={at} className="nums absolute top-0 h-6 border-l pt-1 font-medium whitespace-nowrap" style={{ left: x, width }}>
          <span className="sticky left-(--head) px-2">{name(upper, at)}{upper !== 'year' && ` ${new Date(at * 1_000).getUTCFullYear()}`}</span>
        </span>
      ))}
      {cellsOf(lower, span).map(({ at, x, width }) => (
        <span key={at} className="nums absolute top-6 h-6 overflow-hidden border-l px-1.5 pt-0.5 whitespace-nowrap text-faint" style={{ left: x, width }}>
          {name(lower, at)}
        </span>
      ))}
    </div>
  );
});

/** Lines at each unit of the lower tier, and the one of today, behind all rows. */
export const TimeLines = memo(function TimeLines({ span, zoom }: { span: Span; zoom: PortfolioZoom }) {
  const { upper, lower } = zooms[zoom];
  const strong = new Set(cellsOf(upper, span).map(({ at }) => at));
  return (
    <div aria-hidden="true" className="pointer-events-none absolute inset-y-0 left-(--head) overflow-hidden" style={{ width: span.width }}>
      {cellsOf(lower, span).map(({ at, x }) => (
        <span key={at} className={strong.has(at) ? 'absolute inset-y-0 border-l border-line-strong/60' : 'absolute inset-y-0 border-l'} style={{ left: x }} />
      ))}
      <span data-today className="absolute inset-y-0 w-0.5 bg-danger" style={{ left: xOf(span.scale, span.today) - 1 }} />
    </div>
  );
});
