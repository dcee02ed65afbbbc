// Changes to roles that are not saved yet. A role acts on people from the next request on, so its permissions are
// changed as one act, with one line in the audit log, and not click by click.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mapCached, keys } from '@/api/cache';
import { refresh, write } from '@/api/collections';
import type { Id, PermissionLine, Role } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { toastError } from '@/lib/messages';
import { toastUndo } from '@/lib/undo';
import { differences, levelsOf, namesOf, sameLevels, type Level, type Levels } from './levels';

export interface Drafts {
  /** What the role allows with the changes. */
  of: (role: Role) => Levels;
  set: (role: Role, permission: string, level: Level) => void;
  /** How many cells are changed. */
  count: number;
  saving: boolean;
  save: () => void;
  discard: () => void;
}

export function useDrafts(roles: readonly Role[], lines: readonly PermissionLine[]): Drafts {
  const { t } = useTranslation('admin');
  const { id: org } = useOrg();
  const client = useQueryClient();
  const [drafts, setDrafts] = useState<Readonly<Record<Id, Levels>>>({});
  const [saving, setSaving] = useState(false);
  const of = (role: Role): Levels => drafts[role.id] ?? levelsOf(role.permissions);
  const changed = roles.filter((role) => drafts[role.id] && !sameLevels(role, of(role)));
  const patch = (role: Role, permissions: string[]) =>
    write.patch(org, 'roles', role.id, { permissions }).then((saved) => mapCached(client, org, 'roles', role.id, () => saved));
  /** What the caller may do can have changed with it. */
  const settle = () => Promise.all([refresh(client, org, 'roles'), client.invalidateQueries({ queryKey: keys.me })]);
  const save = async () => {
    setSaving(true);
    try {
      for (const role of changed) await patch(role, namesOf(of(role), lines));
      setDrafts({});
      const back = async () => {
        for (const role of changed) await patch(role, role.permissions);
        await settle();
      };
      toastUndo(t('role.saved', { count: changed.length, name: changed[0]?.name ?? '' }), back);
    } catch (error) {
      toastError(error);
    }
    await settle();
    setSaving(false);
  };
  return {
    of,
    set: (role, permission, level) => setDrafts((all) => ({ ...all, [role.id]: { ...(all[role.id] ?? levelsOf(role.permissions)), [permission]: level } })),
    count: changed.reduce((sum, role) => sum + differences(levelsOf(role.permissions), of(role)), 0),
    saving,
    save: () => void save(),
    discard: () => setDrafts({}),
  };
}
