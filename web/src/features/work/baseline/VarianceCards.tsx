// The comparison on narrow screens: a card for each task, the totals first.
import { useTranslation } from 'react-i18next';
import { Difference, FromTo, gone, SumText } from './Cells';
import { StateBadge } from './StateBadge';
import { measures, type Line, type Totals } from './variance';
import { Costs, Title } from './VarianceTable';

export function VarianceCards({ label, lines, totals }: { label: string; lines: readonly Line[]; totals: Totals }) {
  const { t } = useTranslation('baseline');
  return (
    <div role="region" aria-label={label} tabIndex={0} className="min-h-0 flex-1 overflow-y-auto">
      <dl className="nums grid grid-cols-2 gap-3 border-b bg-canvas px-4 py-3 text-sm">
        <div>
          <dt className="text-xs text-muted">{t('column.work')}</dt>
          <dd>
            <SumText measure="work" sum={totals.work} currency={null} />
          </dd>
        </div>
        <div>
          <dt className="text-xs text-muted">{t('column.cost')}</dt>
          <dd>
            <Costs totals={totals} />
          </dd>
        </div>
      </dl>
      <ul>
        {lines.map((line) => (
          <li key={line.id} className="border-b px-4 py-2.5 text-sm [contain-intrinsic-size:auto_96px] [content-visibility:auto]">
            <div className="flex items-center gap-2">
              <span className="min-w-0 flex-1 font-medium">
                <Title line={line} />
              </span>
              <StateBadge state={line.state} />
            </div>
            <dl className="nums mt-1.5 grid empty:hidden grid-cols-2 gap-x-4 gap-y-1">
              {measures
                .filter((measure) => Boolean(line.by[measure]) || (gone(line.state) && (measure === 'start' || measure === 'end')))
                .map((measure) => (
                  <div key={measure}>
                    <dt className="text-xs text-muted">{t(`column.${measure}`)}</dt>
                    <dd>
                      {Boolean(line.by[measure]) && <Difference measure={measure} value={line.by[measure]} currency={line.currency} />}
                      <FromTo measure={measure} line={line} />
                    </dd>
                  </div>
                ))}
            </dl>
          </li>
        ))}
      </ul>
    </div>
  );
}
