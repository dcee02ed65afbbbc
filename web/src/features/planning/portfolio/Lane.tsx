// What one project draws: the bar of its tasks with progress, what runs over its end, its milestones.
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { xOf } from '@/features/work/gantt/chart/scale';
import { cx } from '@/lib/cx';
import { dayOf, formatDay } from '@/lib/format';
import type { PortfolioProject } from '../types';
import { localOf, placesOf, type Span } from './span';

interface LaneProps {
  project: PortfolioProject;
  span: Span;
  timeZone: string;
  onOpen: (event: MouseEvent) => void;
}

const least = 6;

export function Lane({ project, span, timeZone, onOpen }: LaneProps) {
  const { t } = useTranslation('planning');
  const { bar, own } = placesOf(project, timeZone);
  const at = (time: number): number => Math.min(span.width, Math.max(0, xOf(span.scale, time)));
  const box = ([from, to]: readonly [number, number]) => ({ left: at(from), width: Math.max(least, at(to) - at(from)) });
  const [start, end] = own;
  const overrun = bar && end !== null && bar[1] > end ? ([Math.max(bar[0], end), bar[1]] as const) : null;
  return (
    <div aria-hidden="true" className="relative shrink-0 cursor-pointer" style={{ width: span.width }} onClick={onOpen}>
      {!bar && start !== null && end !== null && <span className="absolute top-4 h-4 rounded-sm border border-dashed border-control" style={box([start, end])} />}
      {bar && (
        <span data-bar className={cx('absolute top-4 h-4 overflow-hidden rounded-sm border', project.health.state === 'closed' ? 'border-control bg-sunken' : 'border-accent bg-accent-soft')} style={box(bar)}>
          <span className={cx('absolute inset-y-0 left-0', project.health.state === 'closed' ? 'bg-control' : 'bg-accent')} style={{ width: `${project.progress ?? 0}%` }} />
        </span>
      )}
      {overrun && <span data-overrun className="overrun absolute top-4 h-4 rounded-r-sm border border-danger" style={box(overrun)} />}
      {end !== null && <span className="absolute top-2.5 h-7 w-0 border-l-2 border-text" style={{ left: at(end) - 1 }} title={t('portfolio.ownEnd', { date: formatDay(project.endDate) })} />}
      {project.milestones.map((milestone) => (
        <span
          key={milestone.taskId}
          data-milestone
          title={`${milestone.title} · ${formatDay(dayOf(milestone.date, timeZone))}`}
          className={cx('absolute top-[18px] size-3 rotate-45 rounded-[2px] border border-surface', milestone.statusKind === 'done' ? 'bg-ok' : 'bg-text')}
          style={{ left: at(localOf(milestone.date, timeZone)) - 6 }}
        />
      ))}
    </div>
  );
}
