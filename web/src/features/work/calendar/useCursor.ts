// The keyboard on the calendar: arrows go from day to day and from bar to bar, with Alt they take the bar along.
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { Day, Id } from '@/api/types';
import { keyName } from '@/lib/actions';
import type { Edge, Entry } from './span';
import type { Moves } from './useMoves';
import { stepped, turned, type Cursor, type SpanName, type Week } from './weeks';

interface CursorOptions {
  grid: HTMLDivElement | null;
  weeks: readonly Week[];
  span: SpanName;
  today: Day;
  moves: Moves;
  mayChange: (entry: Entry) => boolean;
  /** Shows the time around a day. */
  onShow: (day: Day) => void;
  onTrash: (id: Id) => void;
}

/** A bar that moves to another day is another element, and moves once more when the answer comes: the focus follows. */
const followFor = 4_000;

export function useCursor(options: CursorOptions) {
  const { grid, weeks, span, today, moves } = options;
  const [wanted, setCursor] = useState<Cursor>({ day: today, on: null });
  const cursor = settled(weeks, wanted, today);
  const turning = !weeks.some(({ days }) => days.includes(wanted.day));
  const wantsFocus = useRef(0);
  useLayoutEffect(() => {
    // While the page turns, what is wanted is not there yet.
    if (!grid || wantsFocus.current === 0 || turning) return;
    const lost = document.activeElement === document.body || wantsFocus.current === Number.POSITIVE_INFINITY;
    if (performance.now() > wantsFocus.current) wantsFocus.current = 0;
    else if (lost) {
      const stop = stopOf(grid, cursor);
      stop?.focus({ preventScroll: true });
      stop?.scrollIntoView({ block: 'nearest' });
      if (stop && wantsFocus.current === Number.POSITIVE_INFINITY) wantsFocus.current = performance.now() + followFor;
    }
  });
  const goTo = (next: Cursor): void => {
    setCursor(next);
    wantsFocus.current = Number.POSITIVE_INFINITY;
    if (!weeks.some(({ days }) => days.includes(next.day))) options.onShow(next.day);
  };
  /** The page turns also when the day is on this one as well, at its edge. */
  const turn = (step: 1 | -1): void => {
    const day = turned(cursor.day, span, step);
    goTo({ day, on: null });
    options.onShow(day);
  };
  // Another month was chosen with the buttons: the keys begin there.
  const first = weeks[0]?.days[0];
  useEffect(() => {
    wantsFocus.current = Math.min(wantsFocus.current, performance.now() + followFor);
  }, [first]);

  const entry = weeks.flatMap(({ segments }) => segments).find(({ task }) => task.id === cursor.on)?.entry;
  const nudge = (days: number): boolean => {
    if (!entry || !options.mayChange(entry)) return false;
    goTo({ day: moves.nudge(entry, days), on: entry.task.id });
    return true;
  };
  const stretch = (edge: Edge, days: number): boolean => {
    if (!entry || !options.mayChange(entry)) return false;
    const { from, to } = moves.nudgeEdge(entry, edge, days);
    goTo({ day: edge === 'start' ? from : cursor.day > to ? to : cursor.day, on: entry.task.id });
    return true;
  };
  const commands: Record<string, () => unknown> = {
    pageup: () => turn(-1),
    pagedown: () => turn(1),
    'alt+arrowright': () => nudge(1),
    'alt+arrowleft': () => nudge(-1),
    'alt+arrowdown': () => nudge(7),
    'alt+arrowup': () => nudge(-7),
    'alt+shift+arrowright': () => stretch('end', 1),
    'alt+shift+arrowleft': () => stretch('end', -1),
    'alt+shift+arrowup': () => stretch('start', -1),
    'alt+shift+arrowdown': () => stretch('start', 1),
    delete: () => entry !== undefined && options.onTrash(entry.task.id),
    'mod+z': () => moves.giveUp(),
    escape: () => moves.giveUp(),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || !(event.target instanceof Element) || event.target.matches('input')) return;
    const key = keyName(event);
    const next = stepped(weeks, cursor, key);
    if (next) goTo(next);
    else if (!commands[key] || commands[key]() === false) return;
    event.preventDefault();
  };
  const onFocus = (target: Element) => {
    const day = target.closest<HTMLElement>('[data-cell]')?.dataset.cell;
    const bar = target.closest<HTMLElement>('[data-bar]')?.dataset.bar;
    if (!day || target.matches('input')) return;
    const on = bar ?? (target.matches('[data-more]') ? 'more' : null);
    // Within a long bar the keys keep the day they came from.
    if (on !== cursor.on || (on === null && day !== cursor.day)) setCursor({ day, on });
  };
  return { cursor, entry, onKeyDown, onFocus, goTo };
}

/** Where the keys are when what they were at is gone. */
function settled(weeks: readonly Week[], { day, on }: Cursor, today: Day): Cursor {
  const week = weeks.find(({ days }) => days.includes(day));
  const covered = week?.segments.some(({ task, col, length }) => task.id === on && covers(week, day, col, length));
  if (week && (on === null || on === 'more' || covered)) return { day, on };
  for (const other of week ? [week, ...weeks] : weeks) {
    const moved = other.segments.find(({ task }) => task.id === on);
    if (moved) return { day: moved.first, on };
  }
  if (week) return { day, on: null };
  const days = weeks.flatMap((one) => one.days);
  return { day: days.includes(today) ? today : (days[0] ?? today), on: null };
}

const covers = (week: Week, day: Day, col: number, length: number): boolean => {
  const at = week.days.indexOf(day);
  return col <= at && at < col + length;
};

function stopOf(grid: HTMLElement, { day, on }: Cursor): HTMLElement | null {
  const cell = grid.querySelector(`[data-cell="${day}"]`);
  if (on === null || on === 'more') return cell?.querySelector<HTMLElement>(on ? '[data-more]' : '[data-daystop]') ?? null;
  return cell?.closest('[data-week]')?.querySelector<HTMLElement>(`[data-bar="${on}"] a`) ?? null;
}
