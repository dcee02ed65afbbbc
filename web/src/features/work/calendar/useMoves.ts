// Moving tasks to other days: dropped at once, nudged by keys that may be pressed again before anything is sent.
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '@/api/types';
import { formatDay, formatLongDay } from '@/lib/format';
import { toastError } from '@/lib/messages';
import type { TaskChanges } from '../task/effects';
import { useTaskWrites } from '../task/writes';
import { dayAfter, daysBetween, moveBy, type Entry } from './span';
import { startOn, type Works } from './workdays';

/** How long the keys may rest before what they did is sent. */
const rest = 500;

interface Nudged {
  entry: Entry;
  days: number;
}

export type Moves = ReturnType<typeof useMoves>;

export function useMoves(entries: readonly Entry[], works: Works, timeZone: string) {
  const { t } = useTranslation('calendar');
  const writes = useTaskWrites();
  const [nudged, setNudged] = useState<Nudged | null>(null);
  const [said, setSaid] = useState('');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const waiting = useRef<Nudged | null>(null);

  const send = (entry: Entry, changes: TaskChanges, day: Day) =>
    void writes.edit([entry.task.id], changes, t('toast.moved', { title: entry.task.title, day: formatDay(day) })).catch(toastError);
  const wait = (next: Nudged | null) => {
    clearTimeout(timer.current);
    waiting.current = next;
    setNudged(next);
  };
  const flush = () => {
    const now = waiting.current;
    wait(null);
    if (now && now.days !== 0) send(now.entry, moveBy(now.entry.task, now.days, timeZone), dayAfter(now.entry.from, now.days));
  };
  const latest = useRef(flush);
  useEffect(() => {
    latest.current = flush;
  });
  // What was pressed before leaving is sent as well.
  useEffect(() => () => latest.current(), []);

  return {
    /** The bars as they are shown: the nudged one where it will be. */
    entries: useMemo(() => {
      if (!nudged) return entries;
      const { entry, days } = nudged;
      return entries.map((one) => (one.task.id === entry.task.id ? { ...one, from: dayAfter(entry.from, days), to: dayAfter(entry.to, days) } : one));
    }, [entries, nudged]),
    said,
    flush,
    /** Moves by days with the keys; answers the day on which the bar begins now. */
    nudge: (entry: Entry, days: number): Day => {
      if (waiting.current && waiting.current.entry.task.id !== entry.task.id) flush();
      const { entry: from } = waiting.current ?? { entry };
      const start = startOn(entry.task, dayAfter(entry.from, days), works, days > 0 ? 1 : -1);
      wait({ entry: from, days: daysBetween(from.from, start) });
      timer.current = setTimeout(() => latest.current(), rest);
      setSaid(t('said.moved', { key: entry.task.key, day: formatLongDay(start) }));
      return start;
    },
    /** Takes back what was pressed and not sent yet; false when there is nothing. */
    giveUp: (): boolean => {
      if (!waiting.current) return false;
      wait(null);
      return true;
    },
    /** Moves so that it begins on a day. */
    moveTo: (entry: Entry, day: Day) => {
      flush();
      const start = startOn(entry.task, day, works, 1);
      if (start !== entry.from) send(entry, moveBy(entry.task, daysBetween(entry.from, start), timeZone), start);
    },
    /** Gives a task without dates its start. */
    place: (task: Entry['task'], day: Day) => send({ task, from: day, to: day }, { startDate: day }, startOn({ ...task, startDate: day }, day, works, 1)),
  };
}
