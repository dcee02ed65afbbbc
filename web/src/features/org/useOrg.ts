// The organization a screen is in, the caller's rights in it, and the people and projects most screens need.
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { createContext, useContext, useMemo } from 'react';
import { allOptions } from '@/api/collections';
import { meOptions } from '@/api/session';
import type { Id, Me, Member, Membership, Project } from '@/api/types';
import { byName } from '@/lib/collate';

/** Set by the organization's layout route. */
export const OrgContext = createContext<Id | null>(null);

export interface Org {
  id: Id;
  organization: Membership['organization'];
  role: string;
  me: Me;
  /** What the caller's role allows: `task:create`, `task:update:own`. */
  permissions: readonly string[];
  /** Whether the caller's role has a permission, e.g. `project:create`. For one object ask its `can`. */
  may: (permission: string) => boolean;
}

/** The signed-in person; only inside signed-in routes. */
export function useMe(): Me {
  const { data } = useSuspenseQuery(meOptions);
  if (!data) throw new Error('not signed in');
  return data;
}

export function useOrg(): Org {
  const id = useContext(OrgContext);
  const me = useMe();
  return useMemo(() => {
    const membership = me.memberships.find((m) => m.organization.id === id);
    if (!id || !membership) throw new Error('outside an organization');
    const permissions = new Set(membership.permissions);
    return {
      id,
      organization: membership.organization,
      role: membership.role,
      me,
      permissions: membership.permissions,
      may: (permission: string) => permissions.has(permission) || permissions.has('*'),
    };
  }, [id, me]);
}

export interface People {
  /** Everybody who is or was here. */
  all: Member[];
  /** Who can be chosen now. */
  current: Member[];
  byId: Map<Id, Member>;
}

/** The members of the organization, by id; empty while loading. */
export function usePeople(): People {
  const { id } = useOrg();
  const { data } = useQuery({ ...allOptions(id, 'members', { sort: 'name' }), staleTime: 60_000 });
  return useMemo(() => {
    const all = [...(data?.data ?? [])].sort(byName);
    return { all, current: all.filter((m) => !m.leftAt), byId: new Map(all.map((m) => [m.id, m])) };
  }, [data]);
}

/** Every project the caller may see, by name. */
export const projectsOptions = (org: Id) => allOptions(org, 'projects', { sort: 'name' });

export function useProjects(): { projects: Project[]; isPending: boolean } {
  const { id } = useOrg();
  const { data, isPending } = useQuery(projectsOptions(id));
  const projects = useMemo(() => [...(data?.data ?? [])].sort(byName), [data]);
  return { projects, isPending };
}
