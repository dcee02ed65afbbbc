// The roles of the organization, and changing one.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { refresh, write } from '@/api/collections';
import { keys, mapCached, putBack, snapshot } from '@/api/cache';
import { request } from '@/api/client';
import type { Id, Member, Page, Role, RoleAssignment } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
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

/** The roles to choose from, with what each may do. */
export function useRoleChoices(): Choice[] {
  const { t } = useTranslation('org');
  const { id } = useOrg();
  const nameOf = useRoleName();
  const { data } = useQuery({
    queryKey: ['org', id, 'roles'],
    queryFn: () => request<Page<Role>>('GET', `/organizations/${id}/roles`),
    staleTime: 300_000,
  });
  const names = data?.data.map((role) => role.name) ?? [...known];
  return names.map((value) => {
    const builtIn = known.find((name) => name === value);
    return { value, label: nameOf(value), ...(builtIn ? { help: t(`invitation.roleHelp.${builtIn}`) } : {}) };
  });
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
