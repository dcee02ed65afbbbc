// Changes made in the chart: shown at once, sent, completed by what the server says it moved along, and taken back as
// one. What is pressed many times in a row is sent once.
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { requestMoving, type Difference } from '@/api/cascade';
import { request } from '@/api/client';
import { write } from '@/api/collections';
import type { components } from '@/api/schema';
import type { Id, Page, Project, Task } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import i18n from '@/i18n';
import { sentence, toastError } from '@/lib/messages';
import type { TaskChanges } from '../task/effects';
import { absorb, catchUp, type TaskEvent } from '../task/tasks';
import { remember, type Step } from '../task/undo';
import type { Bar, GanttBody } from './chart/model';
import { shifted, type Shift } from './chart/shifted';
import { ganttKey } from './ganttOptions';
import { whyText } from './why';

export type Applied = components['schemas']['Applied'];
/** A changed task, with what followed and why the rest did not. */
type Changed = Task & { moved?: Difference[]; notScheduled?: string };

export type GanttWrites = ReturnType<typeof ganttWrites>;

export function useGanttWrites(project: Project): GanttWrites {
  const { id } = useOrg();
  const client = useQueryClient();
  const writes = useMemo(() => ganttWrites(client, id, project.id), [client, id, project.id]);
  useEffect(() => writes.flush, [writes]);
  return writes;
}

const seconds = (instant: string | null | undefined): number | undefined => (instant ? Date.parse(instant) / 1_000 : undefined);
const shiftOf = (start: string | null | undefined, end: string | null | undefined): Shift => {
  const [from, to] = [seconds(start), seconds(end)];
  return { ...(from === undefined ? {} : { start: from }), ...(to === undefined ? {} : { end: to }) };
};

/** What an answer says of the task that was changed. */
const shiftOfTask = ({ startDate, endDate, percentComplete, duration, scheduleMode, constraint }: Task): Shift => ({
  ...shiftOf(startDate, endDate),
  percent: percentComplete,
  duration,
  manual: scheduleMode === 'manual',
  constraint: constraint?.type ?? null,
  constraintDate: seconds(constraint?.date) ?? null,
});

/** How long the keys may rest before what they did is sent. */
const rest = 450;
/** The answer tells the dates; slack and the critical path are read anew once edits rest, later the longer that takes. */
const [soon, perTask] = [250, 0.1];

function ganttWrites(client: QueryClient, org: Id, project: Id) {
  const t = i18n.getFixedT(null, 'gantt');
  const key = ganttKey(org, project);
  const root = `/organizations/${org}`;
  let underWay = 0;
  let rereading: ReturnType<typeof setTimeout> | undefined;
  let waiting: { bar: Bar; changes: TaskChanges; timer: ReturnType<typeof setTimeout> } | null = null;

  const show = (shifts: ReadonlyMap<Id, Shift>) => client.setQueryData<GanttBody>(key, (body) => body && shifted(body, shifts));
  const keyOf = (id: Id): string => {
    const tasks = client.getQueryData<GanttBody>(key)?.tasks;
    return tasks?.key[tasks.id.indexOf(id)] ?? '';
  };

  /** Everything else that shows tasks learns of what the server did. */
  async function spread(): Promise<void> {
    if (underWay > 0) return;
    void client.invalidateQueries({ queryKey: ['org', org, 'tasks', 'one'] });
    await catchUp(client, org, project);
  }
  async function refresh(): Promise<void> {
    if (underWay > 0) return;
    clearTimeout(rereading);
    await Promise.all([client.invalidateQueries({ queryKey: key }), spread()]);
  }
  function rereadLater(): void {
    clearTimeout(rereading);
    const count = client.getQueryData<GanttBody>(key)?.tasks.id.length ?? 0;
    rereading = setTimeout(() => underWay === 0 && void client.invalidateQueries({ queryKey: key }), soon + count * perTask);
  }

  /** Where the answer does not tell what the picture needs; after what is under way. */
  function rereadNow(): void {
    clearTimeout(rereading);
    // A failed look is made up for by the next one.
    rereading = setTimeout(() => refresh().catch(() => undefined));
  }

  /** What takes a change back: undoing its batch, or the one event that it is; undoing that does it again. */
  function stepOf(path: Promise<string>): Step {
    let next = path;
    const back = async () => {
      const { batchId } = await request<{ batchId: Id }>('POST', `${root}${await next}/undo`);
      next = Promise.resolve(`/batches/${batchId}`);
      await refresh();
    };
    return { undo: back, redo: back };
  }
  async function traceOf(task: Id): Promise<string> {
    const { data } = await request<Page<TaskEvent>>('GET', `${root}/events`, { query: { taskId: task, order: 'desc', limit: 1 } });
    const [event] = data;
    return event?.batchId ? `/batches/${event.batchId}` : `/events/${event?.seq ?? 0}`;
  }

  /** Sends a change of one task and takes over the answer. */
  async function run(id: Id, send: () => Promise<Changed>, messageOf: (task: Changed, others: number) => string | undefined, reread = rereadLater): Promise<void> {
    underWay++;
    await client.cancelQueries({ queryKey: key });
    try {
      const { moved = [], notScheduled, ...task } = await send();
      absorb(client, org, task);
      const shifts = new Map(moved.map(({ taskId, after }) => [taskId, shiftOf(after.startDate, after.endDate)]));
      shifts.set(id, shiftOfTask(task));
      show(shifts);
      const message = messageOf({ ...task, moved }, moved.filter(({ taskId }) => taskId !== id).length);
      remember(stepOf(traceOf(id)), notScheduled ? withReason(message ?? t('toast.changed', { title: task.title }), notScheduled) : message);
      reread();
    } catch (error) {
      toastError(error);
      rereadNow();
    } finally {
      underWay--;
      spread().catch(() => undefined);
    }
  }

  /** What stays where it stood is said as well: nothing on the chart would tell it. */
  const withReason = (message: string, reason: string): string => `${message.replace(/\.$/, '')}. ${i18n.t('work:toast.notScheduled', { reason: sentence(reason) })}`;

  const movedText = (task: Changed, others: number): string => {
    const own = task.moved?.find(({ taskId }) => taskId === task.id);
    const text = t('toast.moved', { count: others + 1, title: task.title });
    return own ? `${text}. ${whyText(own.why, keyOf, task.key)}` : text;
  };

  function change(bar: Bar, changes: TaskChanges, shift: Shift): void {
    flush();
    show(new Map([[bar.id, shift]]));
    send(bar, changes);
  }
  const send = (bar: Bar, changes: TaskChanges) => {
    const dated = changes.startDate !== undefined || changes.endDate !== undefined;
    void run(
      bar.id,
      () => write.patch(org, 'tasks', bar.id, changes),
      (task, others) => (dated || others > 0 ? movedText(task, others) : undefined),
    );
  };

  /** As `change`, for a key that may be pressed again at once. */
  function nudge(bar: Bar, changes: TaskChanges, shift: Shift): void {
    if (waiting && waiting.bar.id !== bar.id) flush();
    if (waiting) clearTimeout(waiting.timer);
    else underWay++;
    show(new Map([[bar.id, shift]]));
    waiting = { bar, changes: { ...waiting?.changes, ...changes }, timer: setTimeout(flush, rest) };
  }
  function flush(): void {
    if (!waiting) return;
    const { bar, changes, timer } = waiting;
    clearTimeout(timer);
    waiting = null;
    underWay--;
    send(bar, changes);
  }

  /** Takes back what was pressed and not sent yet; false when there is nothing. */
  function giveUp(): boolean {
    if (!waiting) return false;
    clearTimeout(waiting.timer);
    waiting = null;
    underWay--;
    refresh().catch(toastError);
    return true;
  }

  /** Makes `to` wait for `from`; null takes the link away. */
  function link(from: Bar, to: Bar, how: { type: string; lag: string } | null): void {
    const path = `${root}/tasks/${to.id}/dependencies/${from.id}`;
    const text = how ? t('toast.linked', { from: from.key, to: to.key }) : t('toast.unlinked', { from: from.key, to: to.key });
    const message = (_task: Changed, others: number) => (others > 0 ? `${text}. ${t('toast.follows', { count: others })}` : text);
    void run(to.id, () => requestMoving<Changed>(how ? 'PUT' : 'DELETE', path, how ? { body: how } : {}), message, rereadNow);
  }

  const preview = () => request<Applied>('POST', `${root}/projects/${project}/schedule`, { query: { dryRun: true } });
  /** Writes the computed dates of the whole project. */
  async function schedule(): Promise<void> {
    const { batchId, changes, notScheduled } = await request<Applied>('POST', `${root}/projects/${project}/schedule`);
    await refresh();
    const text = t('toast.scheduled', { count: changes.length });
    if (batchId) remember(stepOf(Promise.resolve(`/batches/${batchId}`)), notScheduled ? withReason(text, notScheduled) : text);
  }

  return { change, nudge, flush, giveUp, link, preview, previewKey: [...key, 'preview'], schedule };
}
