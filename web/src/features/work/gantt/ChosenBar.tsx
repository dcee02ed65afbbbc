// The chosen task below the chart: its dates, why it stands there, its constraint with a way to remove it.
import { Link2, PanelRightOpen, Route, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Project } from '@/api/types';
import { Button, IconButton } from '@/ui/Button';
import type { Bar, Chart } from './chart/model';
import { dayText, endText, numberText } from './texts';
import type { GanttWrites } from './useGanttWrites';
import { useReason, whyText } from './why';

interface ChosenBarProps {
  project: Project;
  chart: Chart;
  bar: Bar;
  mayChange: boolean;
  writes: GanttWrites;
  onLink: () => void;
  onPath: () => void;
  onOpen: () => void;
}

export function ChosenBar({ project, chart, bar, mayChange, writes, onLink, onPath, onOpen }: ChosenBarProps) {
  const { t } = useTranslation(['gantt', 'work']);
  const why = useReason(project, bar.id, chart.bars.length);
  const keyOf = (id: string) => chart.bars.find((one) => one.id === id)?.key ?? '';
  const dated = bar.kind === 'milestone' ? dayText(bar.start) : `${dayText(bar.start)} – ${endText(bar.end)}`;
  return (
    <section aria-label={t('chosen')} className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-t bg-surface px-3 py-1 text-sm">
      <p className="nums shrink-0">
        <span className="font-medium">{bar.key}</span>
        <span className="ml-2">{dated}</span>
        {bar.duration !== null && bar.kind !== 'milestone' && <span className="ml-2 text-muted">{t('days', { value: numberText(bar.duration) })}</span>}
      </p>
      <p className="nums shrink-0 text-muted">{bar.critical ? <span className="text-danger">{t('grid.critical')}</span> : t('slackOf', { value: numberText(bar.totalFloat) })}</p>
      {bar.constraint && (
        <p className="flex shrink-0 items-center gap-1 rounded-full bg-warn-soft py-px pr-0.5 pl-2.5 text-warn">
          {t(`work:constraint.${bar.constraint as 'SNET'}`)} <span className="nums">{dayText(bar.constraintDate)}</span>
          {mayChange ? (
            <IconButton size="sm" label={t('work:panel.removeConstraint')} onClick={() => writes.change(bar, { constraint: null }, {})}>
              <X />
            </IconButton>
          ) : (
            <span className="w-1.5" />
          )}
        </p>
      )}
      <p className="min-w-0 flex-1 basis-40 truncate text-muted" title={why && whyText(why, keyOf, bar.key)}>
        {why && whyText(why, keyOf, bar.key)}
      </p>
      <div className="flex items-center gap-1">
        {mayChange && bar.kind !== 'summary' && (
          <Button kind="ghost" size="sm" onClick={onLink}>
            <Link2 className="size-4" aria-hidden="true" />
            {t('link.short')}
          </Button>
        )}
        <Button kind="ghost" size="sm" onClick={onPath}>
          <Route className="size-4" aria-hidden="true" />
          {t('path.action')}
        </Button>
        <Button kind="ghost" size="sm" onClick={onOpen}>
          <PanelRightOpen className="size-4" aria-hidden="true" />
          {t('work:menu.open')}
        </Button>
      </div>
    </section>
  );
}
