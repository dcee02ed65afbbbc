// What every part of the task panel needs: the task, its project, whether it may be changed, and how.
import { createContext, useContext } from 'react';
import type { Project, Task } from '@/api/types';
import type { TaskChanges } from '../task/effects';
import type { ProjectTasks } from '../task/tasks';
import type { Lookup } from '../task/useLookup';
import type { TaskActions } from '../task/useTaskActions';

export interface Panel {
  task: Task;
  project: Project;
  lookup: Lookup;
  loaded: ProjectTasks;
  actions: TaskActions;
  mode: 'panel' | 'page';
  /** Whether the fields may be changed. */
  may: boolean;
  /** Sends a change; rejects with the reason when a field should say it. */
  save: (changes: TaskChanges) => Promise<unknown>;
}

export const PanelContext = createContext<Panel | null>(null);

export function usePanel(): Panel {
  const panel = useContext(PanelContext);
  if (!panel) throw new Error('outside a task panel');
  return panel;
}
