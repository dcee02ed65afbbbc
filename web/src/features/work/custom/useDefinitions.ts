// The custom fields that a project's tasks can have: its own and those of the organization, by name.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { allOptions } from '@/api/collections';
import type { FieldDefinition, Id } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { byName } from '@/lib/collate';

const none: FieldDefinition[] = [];

export function useDefinitions(project: Id): FieldDefinition[] {
  const { id } = useOrg();
  const { data } = useQuery({ ...allOptions(id, 'field-definitions'), staleTime: 60_000 });
  return useMemo(() => {
    const own = (data?.data ?? none).filter((field) => field.model === 'task' && (field.projectId === null || field.projectId === project));
    return own.length === 0 ? none : own.toSorted(byName);
  }, [data, project]);
}
