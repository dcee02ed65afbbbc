// All that is in the trash, by kind, each as a row says it.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Id } from '@/api/types';
import { endingOf } from '@/features/files/kinds';
import { useProjects } from '@/features/org/useOrg';
import type { Trashed, TrashedKind } from './Table';
import { useTrashedOf, useTrashedProjects, useTrashedTasks } from './useTrashed';

interface Group {
  kind: TrashedKind;
  rows: Trashed[];
}

export function useTrash() {
  const { t } = useTranslation('org');
  const { projects: alive } = useProjects();
  const ofProjects = useTrashedProjects();
  const ofTasks = useTrashedTasks();
  const files = useTrashedOf('files');
  const attachments = useTrashedOf('attachments');
  const fields = useTrashedOf('field-definitions');
  const views = useTrashedOf('views');
  const all = [ofProjects, ofTasks, files, attachments, fields, views];
  const groups = useMemo((): Group[] | undefined => {
    const { projects } = ofProjects;
    const { tasks } = ofTasks;
    if (!projects || !tasks || !files.objects || !attachments.objects || !fields.objects || !views.objects) return undefined;
    const names = new Map(alive.map(({ id, name }) => [id, name]));
    const placeOf = (id: Id | null) => names.get(id ?? '') ?? '';
    const file = (filename: string) => ({ key: endingOf(filename), name: filename });
    return [
      { kind: 'projects', rows: projects.map((project) => ({ ...project, collection: 'projects' })) },
      { kind: 'tasks', rows: tasks.map((task) => ({ ...task, collection: 'tasks', name: task.title, place: placeOf(task.projectId) })) },
      { kind: 'files', rows: files.objects.map((one) => ({ ...one, ...file(one.filename), collection: 'files', place: placeOf(one.projectId) })) },
      { kind: 'attachments', rows: attachments.objects.map((one) => ({ ...one, ...file(one.filename), collection: 'attachments' })) },
      {
        kind: 'field-definitions',
        rows: fields.objects.map((one) => ({ ...one, key: '', collection: 'field-definitions', place: one.projectId ? placeOf(one.projectId) : t('trash.everywhere') })),
      },
      { kind: 'views', rows: views.objects.map((one) => ({ ...one, key: '', collection: 'views', place: one.projectId ? placeOf(one.projectId) : t('trash.everywhere') })) },
    ];
  }, [alive, ofProjects, ofTasks, files.objects, attachments.objects, fields.objects, views.objects, t]);
  return {
    groups,
    error: all.find(({ error }) => error)?.error ?? null,
    retry: () => void Promise.all(all.map((query) => query.refetch())),
    more: ofTasks,
  };
}
