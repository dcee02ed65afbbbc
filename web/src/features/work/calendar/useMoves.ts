// Moving tasks to other days and stretching them: dropped at once, nudged by keys that may be pressed again before
// anything is sent.
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '@/api/types';
import { formatDay, formatLongDay } from '@/lib/format';
import { toastError } from '@/lib/messages';
import type { TaskChanges } from '../task/effects';
import { useTaskWrites } from '../task/writes';
import { dayAfter, daysBetween, mayStretch, moveBy, stretched, stretchTo, type Edge, type Entry } from './span';
import { startOn, type Works } from './workdays';

/** How long the keys may rest before what they did is sent. */
const rest = 500;

interface Nudged {
  /** As it was, and as it is shown. */
  entry: Entry;
  shown: Entry;
  /** The edge that is moved; null takes the whole bar along. */
  edge: Edge | null;
}

export type Moves = ReturnType<typeof useMoves>;

const movedBy = (entry: Entry, days: number): Entry => ({ ...entry, from: dayAfter(entry.from, days), to: dayAfter(entry.to, days) });

export function useMoves(entries: readonly Entry[], works: Works, timeZone: string) {
  const { t } = useTranslation('calendar');
  const writes = useTaskWrites();
  const [nudged, setNudged] = useState<Nudged | null>(null);
  const [said, setSaid] = useState('');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const waiting = useRef<Nudged | null>(null);

  const send = (entry: Entry, changes: TaskChanges, message: string) => void writes.edit([entry.task.id], changes, message).catch(toastError);
  const sendMove = (entry: Entry, changes: TaskChanges, day: Day) => send(entry, changes, t('toast.moved', { title: entry.task.title, day: formatDay(day) }));
  const sendEdge = (entry: Entry, shown: Entry, edge: Edge) => {
    const day = edge === 'start' ? shown.from : shown.to;
    send(entry, stretchTo(entry.task, edge, day), t(`toast.${edge}`, { title: entry.task.title, day: formatDay(day) }));
  };
  const wait = (next: Nudged | null) => {
    clearTimeout(timer.current);
    waiting.current = next;
    setNudged(next);
  };
  const flush = () => {
    const now = waiting.current;
    wait(null);
    if (!now || (now.entry.from === now.shown.from && now.entry.to === now.shown.to)) return;
    const { entry, shown, edge } = now;
    if (edge) sendEdge(entry, shown, edge);
    else sendMove(entry, moveBy(entry.task, daysBetween(entry.from, shown.from), timeZone), shown.from);
  };
  const latest = useRef(flush);
  useEffect(() => {
    latest.current = flush;
  });
  // What was pressed before leaving is sent as well.
  useEffect(() => () => latest.current(), []);

  /** Goes on from what the keys did before, if that was the same. */
  const press = (entry: Entry, edge: Edge | null, next: (shown: Entry) => Entry): Entry => {
    const { current } = waiting;
    if (current && (current.entry.task.id !== entry.task.id || current.edge !== edge)) flush();
    const from = waiting.current?.entry ?? entry;
    const shown = next(entry);
    wait({ entry: from, shown, edge });
    timer.current = setTimeout(() => latest.current(), rest);
    return shown;
  };

  return {
    /** The bars as they are shown: the nudged one where it will be. */
    entries: useMemo(() => (nudged ? entries.map((one) => (one.task.id === nudged.entry.task.id ? { ...nudged.shown, task: one.task } : one)) : entries), [entries, nudged]),
    /** The task whose bar is dragged or nudged. */
    held: nudged?.entry.task.id ?? null,
    said,
    flush,
    /** Moves by days with the keys; answers the day on which the bar begins now. */
    nudge: (entry: Entry, days: number): Day => {
      const start = startOn(entry.task, dayAfter(entry.from, days), works, days > 0 ? 1 : -1);
      setSaid(t('said.moved', { key: entry.task.key, day: formatLongDay(start) }));
      return press(entry, null, (shown) => movedBy(shown, daysBetween(shown.from, start))).from;
    },
    /** Moves an edge by days with the keys; answers the bar as it is then. */
    nudgeEdge: (entry: Entry, edge: Edge, days: number): Entry => {
      if (!mayStretch(entry)) return entry;
      const day = startOn(entry.task, dayAfter(edge === 'start' ? entry.from : entry.to, days), works, days > 0 ? 1 : -1);
      const shown = press(entry, edge, (now) => stretched(now, edge, day));
      setSaid(t(`said.${edge}`, { key: entry.task.key, day: formatLongDay(edge === 'start' ? shown.from : shown.to) }));
      return shown;
    },
    /** Takes back what was pressed and not sent yet; false when there is nothing. */
    giveUp: (): boolean => {
      if (!waiting.current) return false;
      wait(null);
      return true;
    },
    /** Shows a bar where it would be, while it is dragged; null puts it back. */
    preview: (entry: Entry | null, shown: Entry | null) => {
      if (waiting.current) flush();
      setNudged(entry && shown ? { entry, shown, edge: null } : null);
    },
    /** Moves so that it begins on a day. */
    moveTo: (entry: Entry, day: Day) => {
      flush();
      const start = startOn(entry.task, day, works, 1);
      if (start !== entry.from) sendMove(entry, moveBy(entry.task, daysBetween(entry.from, start), timeZone), start);
    },
    /** Puts an edge on a day; a free day leads inwards to a working one. */
    stretchTo: (entry: Entry, edge: Edge, day: Day) => {
      flush();
      const shown = stretched(entry, edge, startOn(entry.task, day, works, edge === 'start' ? 1 : -1));
      if (shown.from !== entry.from || shown.to !== entry.to) sendEdge(entry, shown, edge);
    },
    /** Gives a task without dates its start. */
    place: (task: Entry['task'], day: Day) => sendMove({ task, from: day, to: day }, { startDate: day }, startOn({ ...task, startDate: day }, day, works, 1)),
  };
}
