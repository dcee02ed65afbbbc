// What a bar is about, while the pointer rests on it.
import { useTranslation } from 'react-i18next';
import { createPortal } from 'react-dom';
import type { Project } from '@/api/types';
import { formatPercent } from '@/lib/format';
import type { Chart } from './chart/model';
import { dayText, momentText, numberText } from './texts';
import type { TipAt } from './usePointer';
import { useReason, whyText } from './why';

const width = 300;

export function Tip({ project, chart, tip: { bar, x, y } }: { project: Project; chart: Chart; tip: TipAt }) {
  const { t } = useTranslation(['gantt', 'work']);
  const why = useReason(project, bar.id, chart.bars.length);
  const keyOf = (id: string) => chart.bars.find((one) => one.id === id)?.key ?? '';
  const constraint = bar.constraint ? t(`work:constraint.${bar.constraint as 'SNET'}`) : '';
  const lines: [string, string][] = [
    [t('work:field.start'), momentText(bar.start)],
    ...(bar.kind === 'milestone' ? [] : ([[t('work:field.end'), momentText(bar.end)]] as [string, string][])),
    ...(bar.duration === null || bar.kind === 'milestone' ? [] : ([[t('work:field.duration'), t('days', { value: numberText(bar.duration) })]] as [string, string][])),
    [t('grid.slack'), t('days', { value: numberText(bar.totalFloat) })],
    ...(bar.percent > 0 ? ([[t('work:field.percent'), formatPercent(bar.percent)]] as [string, string][]) : []),
    ...(bar.deadline === null ? [] : ([[t('work:field.due'), dayText(bar.deadline)]] as [string, string][])),
    ...(constraint ? ([[t('work:field.constraint'), `${constraint} ${dayText(bar.constraintDate)}`]] as [string, string][]) : []),
    ...(bar.baselineStart === null ? [] : ([[t('work:field.baseline'), `${dayText(bar.baselineStart)} – ${dayText(bar.baselineEnd)}`]] as [string, string][])),
  ];
  const left = Math.max(8, Math.min(x + 14, innerWidth - width - 8));
  const below = y < innerHeight - 260;
  return createPortal(
    <div aria-hidden="true" className="popup pointer-events-none fixed z-50 px-3 py-2.5 text-sm" style={{ left, width, ...(below ? { top: y + 18 } : { bottom: innerHeight - y + 14 }) }}>
      <p className="font-medium wrap-anywhere">
        <span className="nums mr-1.5 font-normal text-muted">{bar.key}</span>
        {bar.title}
      </p>
      <p className="mt-0.5 flex flex-wrap gap-x-2 text-xs">
        {bar.critical && <span className="text-danger">{t('grid.critical')}</span>}
        {bar.manual && <span className="text-muted">{t('manual')}</span>}
        {!bar.dated && <span className="text-muted">{t('proposed')}</span>}
      </p>
      <dl className="nums mt-1.5 grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5">
        {lines.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="text-right">{value}</dd>
          </div>
        ))}
      </dl>
      {why && <p className="mt-2 border-t pt-2 text-muted">{whyText(why, keyOf, bar.key)}</p>}
    </div>,
    document.body,
  );
}
