// What the entries of the log are about, by name, and where that is.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { allOptions } from '@/api/collections';
import type { AuditEntry, Id, Member } from '@/api/types';
import { rolesOptions } from '@/features/org/role/roles';
import { useOrg, usePeople, useProjects } from '@/features/org/useOrg';
import { formatExact } from '@/lib/format';
import { useTasksOf } from './audit';
import { fieldLabel, nameIn, shown } from './told';

export interface Place {
  to: 'project' | 'task';
  id: Id;
}

export interface Subjects {
  people: ReadonlyMap<Id, Member>;
  /** What an id is called, when it is somebody or something known here. */
  nameOf: (id: Id) => string | undefined;
  /** A value in words: people and things by name, instants as dates. */
  show: (value: unknown) => string;
  /** What an entry is about; empty when nobody knows its name any more. */
  of: (entry: AuditEntry) => { name: string; place: Place | null };
  /** The word for a kind of object. */
  model: (model: string) => string;
  action: (action: string) => string;
}

/** Kinds and actions that have a word in each language; new ones are called by their own name. */
export const models = [
  'Organization', 'Member', 'Role', 'RoleAssignment', 'Invitation', 'Project', 'Task', 'Comment', 'Checklist', 'Label',
  'Calendar', 'Baseline', 'FieldDefinition', 'View', 'Import', 'Attachment', 'File', 'Approval', 'FormTemplate',
  'FormRequest', 'Contact', 'Deal', 'Pipeline', 'CommLog', 'Expense', 'ChatRoom', 'Message', 'Integration', 'SyncLog',
  'AISuggestion',
] as const;
export const actions = ['created', 'updated', 'moved', 'deleted', 'restored', 'purged', 'joined'] as const;

const instant = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const isOne = <T extends string>(all: readonly T[], value: string): value is T => all.some((one) => one === value);

export function useSubjects(entries: readonly AuditEntry[]): Subjects {
  const { t } = useTranslation('admin');
  const { id: org, organization } = useOrg();
  const people = usePeople().byId;
  const { projects } = useProjects();
  const roles = useQuery(rolesOptions(org)).data?.data;
  const fields = useQuery(allOptions(org, 'field-definitions', { sort: 'name' })).data?.data;
  const tasks = useTasksOf(entries);
  return useMemo(() => {
    const names = new Map<Id, string>([
      [org, organization.name],
      ...(roles ?? []).map((role): [Id, string] => [role.id, role.name]),
      ...(fields ?? []).map((field): [Id, string] => [field.id, field.name]),
      ...projects.map((project): [Id, string] => [project.id, project.name]),
      ...[...people.values()].map((person): [Id, string] => [person.id, person.name]),
      ...[...tasks.values()].map((task): [Id, string] => [task.id, `${task.key} ${task.title}`]),
    ]);
    const place = ({ model, objectId, taskId }: AuditEntry): Place | null => {
      if (taskId && tasks.has(taskId)) return { to: 'task', id: taskId };
      return model === 'Project' && names.has(objectId) ? { to: 'project', id: objectId } : null;
    };
    const personIn = ({ before, after }: AuditEntry) => names.get(String(after?.userId ?? before?.userId ?? ''));
    return {
      people,
      nameOf: (id) => names.get(id),
      show: (value) => {
        if (typeof value === 'boolean') return t(value ? 'level.yes' : 'level.none');
        if (typeof value === 'string' && instant.test(value)) return formatExact(value, organization.timeZone);
        return shown(value, (id) => names.get(id));
      },
      of: (entry) => ({
        name: names.get(entry.objectId) ?? nameIn(entry) ?? personIn(entry) ?? names.get(entry.taskId ?? '') ?? '',
        place: place(entry),
      }),
      model: (model) => (isOne(models, model) ? t(`model.${model}`) : fieldLabel(model)),
      action: (action) => (isOne(actions, action) ? t(`action.${action}`) : fieldLabel(action).toLocaleLowerCase()),
    };
  }, [org, organization.name, organization.timeZone, people, projects, roles, fields, tasks, t]);
}
