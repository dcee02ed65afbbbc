// What a person may say of a project, and the rules that are checked before it is sent.
import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import * as z from 'zod/mini';
import type { Day, Id, Priority, Project } from '@/api/types';
import { keyPattern } from './key';

export interface ProjectValues {
  name: string;
  key: string;
  description: string;
  ownerId: Id;
  startDate: Day | null;
  endDate: Day | null;
  priority: Priority;
  visibility: Project['visibility'];
  memberIds: Id[];
}

export const valuesOf = (project: Project): ProjectValues => {
  const { name, key, description, ownerId, startDate, endDate, priority, visibility, memberIds } = project;
  return { name, key, description, ownerId, startDate, endDate, priority, visibility, memberIds };
};

const schema = z
  .object({
    name: z.string().check(z.trim(), z.minLength(1, 'required')),
    key: z.string().check(z.regex(keyPattern, 'key')),
    description: z.string(),
    ownerId: z.string(),
    startDate: z.nullable(z.string()),
    endDate: z.nullable(z.string()),
    priority: z.enum(['low', 'normal', 'high', 'urgent']),
    visibility: z.enum(['organization', 'private']),
    memberIds: z.array(z.string()),
  })
  .check(
    z.refine(({ startDate, endDate }) => !startDate || !endDate || startDate <= endDate, {
      path: ['endDate'],
      error: 'order',
    }),
  );

export const useProjectForm = (defaultValues: ProjectValues, disabled = false) =>
  useForm<ProjectValues>({ resolver: zodResolver(schema), defaultValues, disabled });
