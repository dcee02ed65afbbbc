// Projects as bars on one axis of time. Up and down go from project to project, left and right through time.
import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useOrg } from '@/features/org/useOrg';
import { timeAt, xOf } from '@/features/work/gantt/chart/scale';
import { daySeconds } from '@/features/work/gantt/chart/zone';
import { useActions } from '@/lib/actions';
import type { PortfolioZoom } from '@/routes/search';
import { moveBetweenRows } from '../rowKeys';
import type { PortfolioProject } from '../types';
import { PortfolioRow } from './Row';
import { spanOf } from './span';
import { TimeHead, TimeLines } from './TimeHead';

interface TimelineProps {
  projects: PortfolioProject[];
  zoom: PortfolioZoom;
  /** Counts how often today was asked for. */
  asked: number;
}

/** The width beside the column of names. */
const laneOf = (box: HTMLElement | null): number => (box ? box.clientWidth - (box.querySelector('li > div')?.clientWidth ?? 0) : 0);

/** How far the arrow keys scroll. */
const step = 120;

export function Timeline({ projects, zoom, asked }: TimelineProps) {
  const { t } = useTranslation('planning');
  const { organization } = useOrg();
  const box = useRef<HTMLDivElement>(null);
  const [now] = useState(() => new Date().toISOString());
  const span = useMemo(() => spanOf(projects, organization.timeZone, zoom, now), [projects, organization.timeZone, zoom, now]);
  // The moment in the middle stays there, however time is drawn.
  const middle = useRef<number | null>(null);
  const show = (local: number) => {
    const { current } = box;
    if (current) current.scrollLeft = xOf(span.scale, local) - laneOf(current) / 2;
  };
  const toToday = () => show(span.today + laneOf(box.current) / span.scale.perDay / 4 * daySeconds);
  // Nobody opens it to see nothing: where all lies far from today, it begins with what is nearest.
  const begin = () => {
    const seen = (laneOf(box.current) / span.scale.perDay / 4) * daySeconds;
    if (Math.abs(span.nearest - span.today) < seen) toToday();
    else show(span.nearest);
  };
  const latest = useRef({ show, toToday, begin });
  useLayoutEffect(() => {
    latest.current = { show, toToday, begin };
  });
  useLayoutEffect(() => {
    if (middle.current === null) latest.current.begin();
    else latest.current.show(middle.current);
  }, [span]);
  useLayoutEffect(() => {
    if (asked > 0) latest.current.toToday();
  }, [asked]);
  const remember = () => {
    const { current } = box;
    if (current) middle.current = timeAt(span.scale, current.scrollLeft + laneOf(current) / 2);
  };
  useActions([{ id: 'portfolio.today', label: t('portfolio.today'), group: t('portfolio.title'), keys: 't', run: toToday }]);
  const keys = (event: KeyboardEvent<HTMLElement>) => {
    const by = event.key === 'ArrowRight' ? step : event.key === 'ArrowLeft' ? -step : 0;
    if (by && box.current && !event.metaKey && !event.ctrlKey && !event.altKey) {
      event.preventDefault();
      box.current.scrollLeft += by;
      return;
    }
    moveBetweenRows(event);
  };
  return (
    <div ref={box} role="region" aria-label={t('portfolio.timeline')} tabIndex={0} onKeyDown={keys} onScroll={remember} className="min-h-0 flex-1 overflow-auto [--head:160px] sm:[--head:300px] lg:[--head:360px]">
      <div className="relative flex min-h-full w-max min-w-full flex-col">
        <div className="sticky top-0 z-20 flex border-b bg-surface">
          <div className="sticky left-0 z-10 flex w-(--head) shrink-0 items-end border-r bg-surface px-3 pb-1.5 text-xs font-medium text-muted">{t('portfolio.project')}</div>
          <TimeHead span={span} zoom={zoom} />
        </div>
        <TimeLines span={span} zoom={zoom} />
        <ul aria-label={t('portfolio.title')} className="relative">
          {projects.map((project) => (
            <PortfolioRow key={project.projectId} project={project} span={span} />
          ))}
        </ul>
        <div aria-hidden="true" className="sticky left-0 w-(--head) flex-1 border-r bg-surface" />
      </div>
    </div>
  );
}
