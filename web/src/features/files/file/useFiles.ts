// Files with versions and their reviews: reading them and every change.
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { keys, mapCached } from '@/api/cache';
import { request } from '@/api/client';
import { allOptions, refresh, write } from '@/api/collections';
import type { Approval, ApprovalStatus, FileVersion, Id, Page, StoredFile, Task } from '@/api/types';
import { upload, type UploadOptions } from '@/api/upload';
import { useOrg } from '@/features/org/useOrg';
import { remember } from '@/features/work/task/undo';
import { toastError } from '@/lib/messages';

/** Those of a project, or of one task. */
export type FileHome = { projectId: Id } | { taskId: Id };

export function useFiles(home: FileHome) {
  const { id: org } = useOrg();
  return useQuery(allOptions(org, 'files', { ...home, sort: 'filename' }));
}

/** As many ids as fit into an address. */
const perQuestion = 100;
const chunksOf = (ids: readonly Id[]): Id[][] =>
  Array.from({ length: Math.ceil(ids.length / perQuestion) }, (_, at) => ids.slice(at * perQuestion, (at + 1) * perQuestion));

/** The reviews of these files, newest first, by file. */
export function useApprovals(files: readonly StoredFile[]): Map<Id, Approval[]> {
  const { id: org } = useOrg();
  const pages = useQueries({
    queries: chunksOf(files.map(({ id }) => id)).map((chunk) => allOptions(org, 'approvals', { 'fileId[in]': chunk.join(','), sort: '-createdAt' })),
    combine: (results) => results.map(({ data }) => data?.data),
  });
  return useMemo(() => Map.groupBy(pages.flatMap((page) => page ?? []), ({ fileId }) => fileId ?? ''), [pages]);
}

export type TaskName = Pick<Task, 'id' | 'key' | 'title'>;

/** What the tasks are called that files or entries belong to. */
export function useTaskNames(files: readonly Pick<StoredFile, 'taskId'>[]): Map<Id, TaskName> {
  const { id: org } = useOrg();
  const ids = [...new Set(files.flatMap(({ taskId }) => taskId ?? []))].sort();
  const pages = useQueries({
    queries: chunksOf(ids).map((chunk) => ({
      queryKey: ['org', org, 'task names', chunk],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        request<Page<TaskName>>('GET', `/organizations/${org}/tasks`, { query: { 'id[in]': chunk.join(','), fields: 'id,key,title', limit: perQuestion }, signal }),
    })),
    combine: (results) => results.map(({ data }) => data?.data),
  });
  return useMemo(() => new Map(pages.flatMap((page) => page ?? []).map((task) => [task.id, task])), [pages]);
}

export const currentOf = (file: StoredFile): FileVersion | undefined => file.versions.find(({ versionNumber }) => versionNumber === file.currentVersion);

export type Decision = Extract<ApprovalStatus, 'approved' | 'approved_with_changes' | 'changes_requested' | 'rejected'>;

export function useFileWrites() {
  const { t } = useTranslation('files');
  const { id: org } = useOrg();
  const client = useQueryClient();
  const again = () => refresh(client, org, 'files');
  const path = `/organizations/${org}`;
  const shown = (file: StoredFile) => {
    client.setQueryData(keys.one(org, 'files', file.id), file);
    mapCached(client, org, 'files', file.id, () => file);
  };
  const reviewed = (approval: Approval) => mapCached(client, org, 'approvals', approval.id, () => approval);
  return {
    create: (home: FileHome, file: File, options: UploadOptions) => upload<StoredFile>(`${path}/files`, { ...home }, file, options).then(again),
    addVersion: async (id: Id, note: string, file: File, options: UploadOptions) => {
      shown(await upload<StoredFile>(`${path}/files/${id}/versions`, note ? { note } : {}, file, options));
      // Who was asked about the version before is asked about this one.
      await refresh(client, org, 'approvals');
    },
    rename: (id: Id, filename: string) => write.patch(org, 'files', id, { filename }).then(shown),
    trash: ({ id, filename: name }: StoredFile) => {
      const remove = async () => {
        mapCached(client, org, 'files', id, () => null);
        await write.trash(org, 'files', id);
      };
      const back = () => write.restore(org, 'files', id).then(again);
      remove().then(
        () => remember({ undo: back, redo: remove }, t('toast.trashed', { name })),
        (error: unknown) => {
          toastError(error);
          void again();
        },
      );
    },
    ask: (fileId: Id, reviewerId: Id) => write.create(org, 'approvals', { fileId, reviewerId }).then(() => refresh(client, org, 'approvals')),
    decide: (id: Id, status: Decision, comments: string) =>
      request<Approval>('POST', `${path}/approvals/${id}/decide`, { body: { status, comments } }).then(reviewed),
    withdraw: (id: Id) => request<Approval>('POST', `${path}/approvals/${id}/withdraw`).then(reviewed),
  };
}

export type FileWrites = ReturnType<typeof useFileWrites>;
