// The event log as people would tell it: "Ada changed Status from To do to Done".
import type { TFunction } from 'i18next';
import { fields as schemaFields, type FieldInfo } from '@/api/fields';
import type { CustomValue, FieldDefinition, Id, Task } from '@/api/types';
import { dayOf, formatDay, formatNumber, formatPercent } from '@/lib/format';
import { shownValue } from '../custom/values';
import type { TaskEvent } from './tasks';
import type { Lookup } from './useLookup';

export interface Names {
  lookup: Lookup;
  /** A task's key and title, when it is known here. */
  taskName: (id: Id) => string | undefined;
  /** Custom fields by id. */
  definitions?: readonly FieldDefinition[];
}

type T = TFunction<['work', 'common']>;
type Values = Record<string, unknown>;

/** Fields of the log and the names they have on screen; the others follow from these. */
const fields = {
  title: 'title',
  status: 'status',
  priority: 'priority',
  labels: 'labels',
  startDate: 'start',
  endDate: 'end',
  dueDate: 'due',
  duration: 'duration',
  percentComplete: 'percent',
  estimateHours: 'estimate',
  actualHours: 'actualHours',
  estimateCost: 'estimateCost',
  actualCost: 'actualCost',
  currency: 'currency',
  scheduleMode: 'scheduleMode',
  constraint: 'constraint',
  actualStart: 'actualStart',
  actualFinish: 'actualFinish',
  remainingDuration: 'remaining',
  milestone: 'milestone',
} as const satisfies Partial<Record<keyof Task, string>>;
type Known = keyof typeof fields;

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** One sentence for each thing that an event changed, without the actor in front. */
export function sentencesOf(event: TaskEvent, names: Names, t: T): string[] {
  const [before, after]: [Values, Values] = [event.before ?? {}, event.after ?? {}];
  if (event.model === 'Comment') return [commentSentence(event.action, t)];
  if (event.model === 'Checklist') return checklistSentences(event.action, before, after, t);
  if (event.model !== 'Task') return [t('activity.other', { model: event.model, action: event.action })];
  switch (event.action) {
    case 'created':
      return [t('activity.created')];
    case 'deleted':
      return [t('activity.trashed')];
    case 'restored':
      return [t('activity.restored')];
    case 'moved':
      return [moveSentence(before, after, names, t)];
    default:
      return changes(before, after, names, t);
  }
}

function commentSentence(action: string, t: T): string {
  if (action === 'created') return t('activity.commented');
  if (action === 'deleted') return t('activity.commentTrashed');
  return action === 'restored' ? t('activity.commentRestored') : t('activity.commentEdited');
}

interface Item {
  id: string;
  text: string;
  done: boolean;
}

const items = (value: unknown): Item[] =>
  list(value).filter((item): item is Item => typeof item === 'object' && item !== null && 'id' in item && 'text' in item);

function checklistSentences(action: string, before: Values, after: Values, t: T): string[] {
  if (action === 'created') return [t('activity.checklistCreated', { title: text(after.title) })];
  if (action === 'deleted') return [t('activity.checklistTrashed', { title: text(before.title) })];
  if (action === 'restored') return [t('activity.checklistRestored')];
  const [old, now] = [items(before.items), items(after.items)];
  const was = new Map(old.map((item) => [item.id, item]));
  const is = new Set(now.map((item) => item.id));
  const said = now.flatMap((item) => {
    const earlier = was.get(item.id);
    if (!earlier) return [t('activity.itemAdded', { text: item.text })];
    if (earlier.done !== item.done) return [item.done ? t('activity.itemDone', { text: item.text }) : t('activity.itemOpen', { text: item.text })];
    return earlier.text === item.text ? [] : [t('activity.itemChanged', { from: earlier.text, to: item.text })];
  });
  const gone = old.filter((item) => !is.has(item.id)).map((item) => t('activity.itemRemoved', { text: item.text }));
  const all = [...said, ...gone];
  return all.length > 0 ? all : [t('activity.checklistChanged')];
}

function moveSentence(before: Values, after: Values, names: Names, t: T): string {
  if ('projectId' in after) return t('activity.movedProject');
  if (!('parentId' in after) || before.parentId === after.parentId) return t('activity.reordered');
  const parent = text(after.parentId);
  return parent ? t('activity.movedUnder', { title: names.taskName(parent) ?? t('links.otherTask') }) : t('activity.movedTop');
}

function changes(before: Values, after: Values, names: Names, t: T): string[] {
  const said: string[] = [];
  for (const name of Object.keys(fields) as Known[]) {
    if (!(name in after) || (name === 'percentComplete' && 'status' in after)) continue;
    said.push(changeSentence(name, before[name], after[name], names, t));
  }
  said.push(...otherSentences(before, after, t));
  if ('customFields' in after) said.push(...customSentences(before, after, names, t));
  if ('description' in after) said.push(t('activity.described'));
  if ('assignments' in after || 'assigneeId' in after) said.push(...peopleSentences(before, after, names, t));
  if ('dependencies' in after || 'dependsOn' in after) said.push(...linkSentences(before, after, names, t));
  return said.length > 0 ? said : [t('activity.updated')];
}

/** Told in sentences of their own. */
const told = new Set(['description', 'assigneeId', 'assignments', 'dependencies', 'dependsOn', 'customFields']);

/** Texts that have no word of their own here are called by the name that the schema gives them; ids say nothing. */
function otherSentences(before: Values, after: Values, t: T): string[] {
  const known: Record<string, FieldInfo> = schemaFields.Task;
  const others = Object.keys(after).filter((name) => !(name in fields) && !told.has(name) && known[name]?.writable);
  return others.flatMap((name) => {
    const [field, from, to] = [known[name]?.label ?? name, text(before[name]), text(after[name])];
    if (!from && !to) return [];
    if (!from) return [t('activity.set', { field, to })];
    return [to ? t('activity.changed', { field, from, to }) : t('activity.cleared', { field, from })];
  });
}

function customSentences(before: Values, after: Values, { definitions = [], lookup }: Names, t: T): string[] {
  const read = (values: Values) => new Map(list(values.customFields).map((one) => [(one as CustomValue).fieldId, (one as CustomValue).value]));
  const [old, now] = [read(before), read(after)];
  return definitions.flatMap((field) => {
    const [was, is] = [old.get(field.id) ?? null, now.get(field.id) ?? null];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    const [from, to] = [shownValue(field, was, lookup.people), shownValue(field, is, lookup.people)];
    if (!from) return [t('activity.set', { field: field.name, to: to || t('common:picker.none') })];
    return [to ? t('activity.changed', { field: field.name, from, to }) : t('activity.cleared', { field: field.name, from })];
  });
}

function changeSentence(name: Known, from: unknown, to: unknown, names: Names, t: T): string {
  const field = t(`field.${fields[name]}`);
  const [old, now] = [show(name, from, names, t), show(name, to, names, t)];
  if (!old) return t('activity.set', { field, to: now || t('common:picker.none') });
  return now ? t('activity.changed', { field, from: old, to: now }) : t('activity.cleared', { field, from: old });
}

function show(name: Known, value: unknown, { lookup }: Names, t: T): string {
  if (value === null || value === undefined || value === '') return '';
  if (name === 'status') return lookup.statuses.get(text(value))?.name ?? text(value);
  if (name === 'priority') return t(`common:priority.${text(value) as Task['priority']}`);
  if (name === 'scheduleMode') return t(`mode.${value === 'manual' ? 'manual' : 'auto'}`);
  if (name === 'labels') return list(value).map((id) => lookup.labels.get(text(id))?.name ?? '…').join(', ');
  if (name === 'milestone') return value === true ? t('activity.yes') : t('activity.no');
  if (name === 'percentComplete') return formatPercent(Number(value));
  if (name === 'constraint') {
    const { type, date } = value as NonNullable<Task['constraint']>;
    return `${t(`constraint.${type}`)} ${formatDay(dayOf(date, lookup.timeZone))}`.trim();
  }
  if (typeof value === 'number') return formatNumber(value, { maximumFractionDigits: 2 });
  return /^\d{4}-\d\d-\d\dT/.test(text(value)) ? formatDay(dayOf(text(value), lookup.timeZone)) : text(value);
}

function peopleSentences(before: Values, after: Values, { lookup }: Names, t: T): string[] {
  const ids = (values: Values): string[] =>
    'assignments' in values ? list(values.assignments).map((one) => text((one as { userId?: unknown }).userId)) : [text(values.assigneeId)].filter(Boolean);
  const name = (id: string) => lookup.people.get(id)?.name ?? t('activity.someone');
  const [old, now] = [ids(before), ids(after)];
  const added = now.filter((id) => !old.includes(id)).map((id) => t('activity.assigned', { name: name(id) }));
  const removed = old.filter((id) => !now.includes(id)).map((id) => t('activity.unassigned', { name: name(id) }));
  return added.length + removed.length > 0 ? [...added, ...removed] : [t('activity.units')];
}

function linkSentences(before: Values, after: Values, { taskName }: Names, t: T): string[] {
  const ids = (values: Values): string[] =>
    'dependencies' in values ? list(values.dependencies).map((one) => text((one as { taskId?: unknown }).taskId)) : list(values.dependsOn).map(text);
  const name = (id: string) => taskName(id) ?? t('links.otherTask');
  const [old, now] = [ids(before), ids(after)];
  const added = now.filter((id) => !old.includes(id)).map((id) => t('activity.linked', { task: name(id) }));
  const removed = old.filter((id) => !now.includes(id)).map((id) => t('activity.unlinked', { task: name(id) }));
  return added.length + removed.length > 0 ? [...added, ...removed] : [t('activity.linkChanged')];
}
