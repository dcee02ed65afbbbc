// A project's tasks on the days of a month or a week.
import { useSearch } from '@tanstack/react-router';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day, Id, Project, Task } from '@/api/types';
import { LoadError } from '@/features/frame/Pages';
import { useOrg } from '@/features/org/useOrg';
import { firstWeekday } from '@/lib/calendar';
import { locale } from '@/lib/format';
import { ContextMenu } from '@/ui/Menu';
import { Agenda } from './calendar/Agenda';
import { CalendarGrid, useFit } from './calendar/CalendarGrid';
import { CalendarNote, CalendarSkeleton } from './calendar/CalendarStates';
import { CalendarTools, titleOf } from './calendar/CalendarTools';
import { MoveToDay } from './calendar/MoveToDay';
import type { Entry } from './calendar/span';
import { Tray } from './calendar/Tray';
import { useBarDrags } from './calendar/useBarDrags';
import { useCalendarKeys } from './calendar/useCalendarKeys';
import { useCalendarMenu } from './calendar/useCalendarMenu';
import { useCalendarTasks } from './calendar/useCalendarTasks';
import { useCursor } from './calendar/useCursor';
import { useDrops } from './calendar/useDrops';
import { useMoves } from './calendar/useMoves';
import { usePlace } from './calendar/usePlace';
import { daysOf, weeksOf } from './calendar/weeks';
import { useWorkdays } from './calendar/workdays';
import { useMakeTask } from './custom/RequiredFields';
import { FilterBar, useFilter } from './parts/FilterBar';
import { LoadLine } from './parts/LoadLine';
import { MoveDialog } from './parts/MoveDialog';
import { useStored } from './parts/stored';
import { useNarrow } from './parts/useMedia';
import { isActive } from './task/filter';
import { buildTree } from './task/tree';
import { useLookup } from './task/useLookup';
import { useTaskActions } from './task/useTaskActions';
import { useUndoKeys } from './useWorkKeys';

const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
const noTree = buildTree([], true);

/** A project's tasks on the days of a month or a week. */
export function ProjectCalendar({ project }: { project: Project }) {
  const { t } = useTranslation('calendar');
  const { may } = useOrg();
  const { task: open } = useSearch({ from: '/signed-in/o/$org/projects/$project' });
  const [filter] = useFilter();
  const lookup = useLookup(project);
  const works = useWorkdays(project);
  const narrow = useNarrow();
  const help = useId();
  const { day, span, show, setSpan } = usePlace(lookup.today);
  const weekStart = firstWeekday(locale());
  const days = useMemo(() => daysOf(day, span, weekStart), [day, span, weekStart]);
  const all = useMemo(() => days.flat(), [days]);
  const loaded = useCalendarTasks(project, all[0] ?? day, all.at(-1) ?? day, filter, lookup);
  const moves = useMoves(loaded.entries, works, lookup.timeZone);
  const { entries } = moves;
  const [ref, grid, rowHeight, fit] = useFit(span, days.length);
  const weeks = useMemo(() => weeksOf(days, entries, fit), [days, entries, fit]);
  const actions = useTaskActions(noTree);
  const make = useMakeTask(project);
  const [adding, setAdding] = useState<Day | null>(null);
  const [moving, setMoving] = useState<Id[] | null>(null);
  const [choosing, setChoosing] = useState<Entry | null>(null);
  const [tray, setTray] = useStored('calendar.tray', true, isFlag);
  const mayCreate = may('task:create');
  const keys = useCursor({
    grid, weeks, span, today: lookup.today, moves,
    mayChange: ({ task }) => task.can.includes('update'),
    onShow: show,
    onTrash: (id) => actions.trash([id]),
  });
  const [agenda, setAgenda] = useState<HTMLDivElement | null>(null);
  useBarDrags(narrow ? agenda : grid, loaded.entries, moves, keys.goTo);
  const drag = useDrops(narrow ? null : grid, ({ id, from }) => {
    const entry = entries.find(({ task }) => task.id === id);
    const task = loaded.tray.find((one) => one.id === id);
    if (entry) moves.moveTo(entry, from);
    else if (task) moves.place(task, from);
    keys.goTo({ day: from, on: id });
  });
  const menuFor = useCalendarMenu({ project, actions, moves, onMoveTo: setMoving, onMoveToDay: setChoosing });
  useUndoKeys();
  useCalendarKeys({ onToday: () => show(undefined), onSpan: setSpan, onAdd: mayCreate ? () => setAdding(narrow ? lookup.today : keys.cursor.day) : undefined });
  useReturnFocus(open, (id) => keys.goTo({ day: entries.find(({ task }) => task.id === id)?.from ?? day, on: id }));

  const create = (on: Day, text: string): Promise<Task | null> =>
    make(text, ({ title = text, ...fields }) => actions.writes.create(project.id, title, { parentId: null }, { startDate: on, ...fields }).done);
  const endAdding = () => {
    if (adding && !narrow) keys.goTo({ day: adding, on: null });
    setAdding(null);
  };
  const label = t('label', { project: project.name, time: titleOf(day, span, all) });
  const month = span === 'month' ? day.slice(0, 7) : null;
  const shared = { label, entries, adding, onAdd: mayCreate ? setAdding : undefined, onCreate: create, onEnd: endAdding };
  const trayOf = (className: string) => <Tray project={project} tasks={loaded.tray} more={loaded.more} open={open} onPlace={moves.place} className={className} />;
  return (
    <div className="@container flex min-h-0 flex-1 flex-col">
      <FilterBar project={project} error={loaded.badFilter} layout="calendar" />
      <CalendarTools
        day={day}
        span={span}
        weekStart={weekStart}
        days={all}
        onShow={show}
        onSpan={setSpan}
        tray={narrow ? null : tray}
        onTray={() => setTray(!tray)}
        waiting={`${loaded.tray.length}${loaded.more ? '+' : ''}`}
      />
      <div className="h-0.5 shrink-0">
        <LoadLine progress={null} filtering={loaded.busy} />
      </div>
      {loaded.error && !loaded.hasData ? (
        <LoadError error={loaded.error} onRetry={loaded.retry} />
      ) : loaded.isPending ? (
        <CalendarSkeleton weeks={days.length} />
      ) : narrow ? (
        <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
          <CalendarNote show={entries.length === 0} filtered={isActive(filter)} span={span} />
          <Agenda {...shared} ref={setAgenda} held={moves.held} days={month ? all.filter((one) => one.startsWith(month)) : all} today={lookup.today} menuFor={menuFor} />
          {trayOf('shrink-0 border-t')}
        </div>
      ) : (
        <div className="flex min-h-0 flex-1 flex-col @min-[720px]:flex-row">
          <ContextMenu groups={keys.entry ? menuFor(keys.entry) : []}>
            <div className="relative flex min-h-0 min-w-0 flex-1 flex-col" onContextMenu={(event) => !(event.target as Element).closest('[data-bar]') && event.preventDefault()}>
              <CalendarGrid
                {...shared}
                ref={ref}
                help={help}
                span={span}
                weeks={weeks}
                rowHeight={rowHeight}
                month={month}
                cursor={keys.cursor}
                drag={drag}
                open={open}
                lookup={lookup}
                works={works}
                onKeyDown={keys.onKeyDown}
                onFocus={keys.onFocus}
              />
              <CalendarNote show={entries.length === 0 && adding === null} filtered={isActive(filter)} span={span} />
            </div>
          </ContextMenu>
          {tray && trayOf('max-h-40 shrink-0 border-t @min-[720px]:max-h-none @min-[720px]:w-60 @min-[720px]:border-t-0 @min-[720px]:border-l')}
        </div>
      )}
      <p id={help} className="sr-only">
        {t('help')}
      </p>
      <p role="status" className="sr-only">
        {moves.said}
      </p>
      {choosing && <MoveToDay entry={choosing} onMove={(to) => moves.moveTo(choosing, to)} onClose={() => setChoosing(null)} />}
      {moving && <MoveDialog ids={moving} project={project} actions={actions} onClose={() => setMoving(null)} />}
    </div>
  );
}

/** When the panel closes, the keys belong to the bar it showed. */
function useReturnFocus(open: Id | undefined, give: (id: Id) => void): void {
  const last = useRef(open);
  useEffect(() => {
    const closed = last.current !== undefined && open === undefined ? last.current : null;
    last.current = open;
    if (closed) give(closed);
  });
}
