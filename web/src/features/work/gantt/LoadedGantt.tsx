// The Gantt view put together: tools above, grid and chart side by side in one scroller, the chosen task below.
import { useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Id, Project } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { later } from '@/lib/later';
import { useAppearance } from '@/lib/theme';
import { LoadLine } from '../parts/LoadLine';
import { isTextList, useStored } from '../parts/stored';
import { useNarrow } from '../parts/useMedia';
import type { Bar, Chart } from './chart/model';
import { indexLinks, rowsOf, rowsWith } from './chart/rows';
import { ChartCanvas } from './ChartCanvas';
import { ChosenBar } from './ChosenBar';
import { GanttGrid } from './GanttGrid';
import { GanttTools } from './GanttTools';
import { Splitter } from './Splitter';
import { Undated } from './Undated';
import { Unscheduled } from './Unscheduled';
import { useGanttKeys } from './useGanttKeys';
import { useGanttWrites } from './useGanttWrites';
import { useOpenTask } from './useOpenTask';
import { useScroller } from './useScroller';
import { useShownMarks } from './useShownMarks';
import { useStage } from './useStage';

const LinkDialog = later(() => import('./LinkDialog').then((m) => m.LinkDialog));
const PathDialog = later(() => import('../path/PathDialog').then((m) => m.PathDialog));
const PrintDialog = later(() => import('./PrintDialog').then((m) => m.PrintDialog));
const ScheduleDialog = later(() => import('./ScheduleDialog').then((m) => m.ScheduleDialog));

interface LoadedGanttProps {
  project: Project;
  chart: Chart;
  fetching: boolean;
}

const isNumber = (value: unknown): value is number => typeof value === 'number';
const slim = 148;

export function LoadedGantt({ project, chart, fetching }: LoadedGanttProps) {
  const { t } = useTranslation('gantt');
  const { may } = useOrg();
  const { task: open } = useSearch({ from: '/signed-in/o/$org/projects/$project' });
  const narrow = useNarrow();
  const rowHeight = useAppearance().density === 'compact' ? 32 : 40;
  const [closed, setClosed] = useStored<string[]>(`collapsed.${project.id}`, [], isTextList);
  const [split, setSplit] = useStored('gantt.split', 500, isNumber);
  const [shown, toggle] = useShownMarks();
  const [selected, setSelected] = useState<Id | null>(open ?? null);
  const [dialog, setDialog] = useState<'schedule' | 'link' | 'path' | 'print' | null>(null);
  const [said, setSaid] = useState('');
  const collapsed = useMemo(() => new Set(closed), [closed]);
  const { rows, links } = useLines(chart, collapsed);
  const writes = useGanttWrites(project);
  const openTask = useOpenTask();
  const mayChange = may('task:update') || may('task:update:own');
  const chosen = useMemo(() => chart.bars.find((bar) => bar.id === selected), [chart, selected]);
  const scroller = useScroller();
  // With a panel beside it there is little room: then the bars get most of it.
  const most = scroller.width < 800 ? scroller.width * 0.38 : scroller.width - 160;
  const width = narrow ? slim : Math.max(120, Math.min(split, most));
  const stage = useStage({ chart, rows, links, shown, rowHeight, selected: chosen?.at ?? -1, width: scroller.width - width - (narrow ? 0 : 5), height: scroller.height, scroller });
  const grid = useRef<HTMLDivElement>(null);

  const select = (bar: Bar) => {
    setSelected(bar.id);
    stage.current?.reveal(bar.start, bar.end);
  };
  /** From the chart: the keys belong to the row then, once it is the chosen one. */
  const choose = (bar: Bar) => {
    setSelected(bar.id);
    requestAnimationFrame(() => grid.current?.focus({ preventScroll: true }));
  };
  const collapse = (bar: Bar, close: boolean) => setClosed(close ? [...closed, bar.id] : closed.filter((id) => id !== bar.id));
  const keys = useGanttKeys({
    rows,
    chosen,
    collapsed,
    stage,
    mayChange,
    writes,
    say: setSaid,
    select,
    collapse,
    open: openTask,
    toggle,
    onLink: () => setDialog('link'),
  });
  // The panel beside it leaves another part of time in the picture.
  const shownBar = useRef(chosen);
  useEffect(() => {
    shownBar.current = chosen;
  }, [chosen]);
  useEffect(() => {
    if (shownBar.current) stage.current?.reveal(shownBar.current.start, shownBar.current.end);
  }, [stage, scroller.width]);
  const { shape } = chart;
  const scheduling = may('task:update') && chart.dated;
  // Menus and tips of many buttons: a choice or an edit of dates leaves them alone.
  const tools = useMemo(
    () => (
      <GanttTools
        project={project}
        stage={stage}
        shown={shown}
        onToggle={toggle}
        onExpand={() => setClosed([])}
        onCollapse={() => setClosed(shape.bars.filter((bar) => bar.kind === 'summary').map((bar) => bar.id))}
        onPrint={() => setDialog('print')}
        onSchedule={scheduling ? () => setDialog('schedule') : undefined}
      />
    ),
    // `toggle` is anew with `shown`; the stage, whose zoom they tell, is there once there is room for it.
    [project, stage, shown, shape, scheduling, setClosed, scroller.width > 0 && scroller.height > 0],
  );
  useReturnFocus(open, (id) => {
    setSelected(id);
    grid.current?.focus({ preventScroll: true });
  });
  return (
    <div className="@container relative flex min-h-0 flex-1 flex-col">
      {tools}
      <div className="h-0.5 shrink-0">
        <LoadLine progress={null} filtering={fetching} />
      </div>
      {chart.problem !== null && <Unscheduled problem={chart.problem} />}
      {!chart.dated && <Undated onSchedule={may('task:update') ? () => setDialog('schedule') : undefined} />}
      <div ref={scroller.ref} onScroll={scroller.onScroll} className="relative min-h-0 flex-1 overflow-x-hidden overflow-y-auto overscroll-contain">
        <div className="flex min-h-full items-start" style={{ height: 48 + rows.shown.length * rowHeight + 24 }}>
          <GanttGrid
            ref={grid}
            label={t('grid.label', { project: project.name })}
            chart={chart}
            rows={rows}
            rowHeight={rowHeight}
            width={width}
            chosen={chosen}
            open={open}
            collapsed={collapsed}
            scroller={scroller.node}
            onKeyDown={keys}
            onChoose={select}
            onCollapse={collapse}
            onOpen={openTask}
            onHover={(at) => stage.current?.update({ hovered: at, handles: false })}
          />
          {!narrow && <Splitter width={width} onWidth={setSplit} />}
          <ChartCanvas project={project} chart={chart} stage={stage} height={scroller.height} mayChange={mayChange} writes={writes} scroller={scroller.node} onChoose={choose} onOpen={openTask} />
        </div>
      </div>
      {chosen && <ChosenBar project={project} chart={chart} bar={chosen} mayChange={mayChange} writes={writes} onLink={() => setDialog('link')} onPath={() => setDialog('path')} onOpen={() => openTask(chosen)} />}
      <p role="status" className="sr-only">
        {said}
      </p>
      {dialog === 'schedule' && <ScheduleDialog chart={chart} writes={writes} onClose={() => setDialog(null)} />}
      {dialog === 'print' && stage.current && <PrintDialog scene={stage.current.scene} title={project.name} onClose={() => setDialog(null)} />}
      {dialog === 'link' && chosen && <LinkDialog chart={chart} bar={chosen} onLink={writes.link} onClose={() => setDialog(null)} />}
      {dialog === 'path' && chosen && <PathDialog task={chosen} mode="panel" onClose={() => setDialog(null)} />}
    </div>
  );
}

/** Which bar is on which line, and which links are near it; an edit of dates leaves both as they are. */
function useLines({ shape, bars }: Chart, collapsed: ReadonlySet<Id>) {
  const order = useMemo(() => rowsOf(shape.bars, collapsed), [shape, collapsed]);
  const links = useMemo(() => indexLinks(shape.links, order.rowOf), [shape, order]);
  const rows = useMemo(() => rowsWith(order, bars), [order, bars]);
  return { rows, links };
}

/** When the panel closes, the keys belong to the row it showed. */
function useReturnFocus(open: Id | undefined, give: (id: Id) => void): void {
  const last = useRef(open);
  useEffect(() => {
    const closed = last.current !== undefined && open === undefined ? last.current : null;
    last.current = open;
    if (closed) give(closed);
  });
}
