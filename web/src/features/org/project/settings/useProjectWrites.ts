// The writes of the project's settings: each at once, with undo.
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { consented } from '@/api/cascade';
import { mapCached, putBack, snapshot } from '@/api/cache';
import { request } from '@/api/client';
import { refresh, usePatch } from '@/api/collections';
import type { Id, Member, Project } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { toastError } from '@/lib/messages';
import { toastUndo } from '@/lib/undo';

export interface ProjectWrites {
  /** Changes fields and says so; what the server refuses is thrown. */
  change: (changes: Partial<Project>, said: string) => Promise<void>;
  setMember: (member: Member, belongs: boolean) => void;
}

export function useProjectWrites(project: Project): ProjectWrites {
  const { t } = useTranslation('admin');
  const { id: org } = useOrg();
  const client = useQueryClient();
  const patch = usePatch(org, 'projects');
  const change = async (changes: Partial<Project>, said: string) => {
    const before = Object.fromEntries(Object.keys(changes).map((field) => [field, project[field as keyof Project]]));
    const send = async (patched: Parameters<typeof patch.mutateAsync>[0]) => {
      await patch.mutateAsync(patched);
      // A status of another kind changes its tasks.
      if ('statuses' in changes) void refresh(client, org, 'tasks');
    };
    await send({ id: project.id, changes });
    toastUndo(said, () => send({ id: project.id, changes: before, consent: consented }));
  };
  /** One person by a route of its own, so that two people never undo each other. */
  const put = async (user: Id, belongs: boolean) => {
    const saved = snapshot(client, org, 'projects');
    mapCached(client, org, 'projects', project.id, (found) => {
      const others = found.memberIds.filter((one) => one !== user);
      return { ...found, memberIds: belongs ? [...others, user] : others };
    });
    try {
      await request(belongs ? 'PUT' : 'DELETE', `/organizations/${org}/projects/${project.id}/members/${user}`);
    } catch (error) {
      putBack(client, saved);
      throw error;
    }
    await refresh(client, org, 'projects');
  };
  const setMember = (member: Member, belongs: boolean) => {
    const words = { name: member.name };
    const said = belongs ? t('project.memberAdded', words) : t('project.memberRemoved', words);
    put(member.id, belongs).then(() => toastUndo(said, () => put(member.id, !belongs)), toastError);
  };
  return { change, setMember };
}
