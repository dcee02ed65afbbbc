// Names behind the ids that tasks carry: statuses, people, labels; one object that stays the same while they do.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { allOptions } from '@/api/collections';
import type { Id, Label, Member, Project, ProjectState } from '@/api/types';
import { useOrg, usePeople } from '@/features/org/useOrg';
import { today } from '@/lib/format';

export interface Lookup {
  statuses: ReadonlyMap<string, ProjectState>;
  people: ReadonlyMap<Id, Member>;
  labels: ReadonlyMap<Id, Label>;
  timeZone: string;
  today: string;
}

export function useLabels(): Label[] {
  const { id } = useOrg();
  const { data } = useQuery({ ...allOptions(id, 'labels'), staleTime: 60_000 });
  return useMemo(() => (data?.data ?? []).toSorted((a, b) => a.name.localeCompare(b.name)), [data]);
}

export function useLookup(project: Project): Lookup {
  const { organization } = useOrg();
  const people = usePeople().byId;
  const labels = useLabels();
  const { timeZone } = organization;
  return useMemo(
    () => ({
      statuses: new Map(project.statuses.map((status) => [status.key, status])),
      people,
      labels: new Map(labels.map((label) => [label.id, label])),
      timeZone,
      today: today(timeZone),
    }),
    [project.statuses, people, labels, timeZone],
  );
}
