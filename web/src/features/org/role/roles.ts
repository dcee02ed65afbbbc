// The roles of the organization: their names, what they are made of, who holds them, and giving one to somebody.
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { keys, mapCached, putBack, snapshot } from '@/api/cache';
import { allOptions, refresh, write } from '@/api/collections';
import { request } from '@/api/client';
import type { Id, Member, Page, PermissionLine, Role, RoleAssignment } from '@/api/types';
import { useOrg, usePeople } from '@/features/org/useOrg';
import { messageOf } from '@/lib/messages';
import { toastUndo } from '@/lib/undo';
import type { Choice } from '@/ui/Select';

const known = ['Admin', 'Editor', 'Viewer', 'Guest'] as const;

/** The name of a role in the reader's language; own roles have the name they were given. */
export function useRoleName(): (role: string) => string {
  const { t } = useTranslation();
  return (role) => {
    const builtIn = known.find((name) => name === role);
    return builtIn ? t(`role.${builtIn}`) : role;
  };
}

/** Every role, the built-in ones first. */
export const rolesOptions = (org: Id) => allOptions(org, 'roles');

/** Every permission that a role can be made of. */
export const permissionsOptions = (org: Id) =>
  queryOptions({
    queryKey: ['org', org, 'permissions'],
    queryFn: ({ signal }) => request<Page<PermissionLine>>('GET', `/organizations/${org}/permissions`, { signal }),
    staleTime: Infinity,
  });

/** What a permission allows, in the reader's language: the server's sentence where there is no translation. */
export function usePermissionText(): (line: Pick<PermissionLine, 'name' | 'help'>) => string {
  const { i18n } = useTranslation();
  return ({ name, help }) => {
    const text: unknown = i18n.getResource(i18n.language, 'permissions', name.replace(':', '.'));
    return typeof text === 'string' ? text : help;
  };
}

/** The roles to choose from, with what each may do. */
export function useRoleChoices(): Choice[] {
  const { t } = useTranslation('org');
  const { id } = useOrg();
  const nameOf = useRoleName();
  const { data } = useQuery({ ...rolesOptions(id), staleTime: 60_000 });
  const roles: Pick<Role, 'name' | 'description'>[] = data?.data ?? known.map((name) => ({ name, description: '' }));
  return roles.map(({ name, description }) => {
    const builtIn = known.find((one) => one === name);
    const help = builtIn ? t(`invitation.roleHelp.${builtIn}`) : description;
    return { value: name, label: nameOf(name), ...(help ? { help } : {}) };
  });
}

/** The people who hold each role now. */
export function useHolders(): ReadonlyMap<string, Member[]> {
  const { current } = usePeople();
  return useMemo(() => Map.groupBy(current.filter((member) => !member.placeholder), (member) => member.role ?? ''), [current]);
}

async function assignmentOf(org: Id, userId: Id): Promise<RoleAssignment | undefined> {
  const page = await request<Page<RoleAssignment>>('GET', `/organizations/${org}/role-assignments`, { query: { userId } });
  return page.data[0];
}

async function setRole(org: Id, userId: Id, role: string): Promise<void> {
  const assignment = await assignmentOf(org, userId);
  if (assignment) await write.patch(org, 'role-assignments', assignment.id, { role });
  else await write.create(org, 'role-assignments', { userId, role });
}

/** Changes a member's role at once, with undo. */
export function useChangeRole(): (member: Member, role: string) => void {
  const { t } = useTranslation('org');
  const { id, me } = useOrg();
  const client = useQueryClient();
  const nameOf = useRoleName();
  const change = useMutation({
    mutationFn: ({ member, role }: { member: Member; role: string }) => setRole(id, member.id, role),
    onMutate: ({ member, role }) => {
      const saved = snapshot(client, id, 'members');
      mapCached(client, id, 'members', member.id, (found) => ({ ...found, role }));
      return { saved };
    },
    onError: (error, _change, context) => {
      if (context) putBack(client, context.saved);
      toast.error(messageOf(error));
    },
    onSuccess: (_answer, { member, role }) => {
      const before = member.role;
      if (before && member.id !== me.id) {
        toastUndo(t('member.roleChanged', { name: member.name, role: nameOf(role) }), () =>
          setRole(id, member.id, before).then(() => refresh(client, id, 'members')),
        );
      }
      if (member.id === me.id) void client.invalidateQueries({ queryKey: keys.me });
      return refresh(client, id, 'members');
    },
  });
  return (member, role) => role !== member.role && change.mutate({ member, role });
}
