// A new task must have what its project's required fields ask for. Typing a title alone is enough where nothing is
// required; else a window asks for the rest before the task is made.
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import type { Project, Task } from '@/api/types';
import { later } from '@/lib/later';
import type { TaskChanges } from '../task/effects';
import type { Asking } from './RequiredWindow';
import { useDefinitions } from './useDefinitions';

const RequiredWindow = later(() => import('./RequiredWindow').then((m) => m.RequiredWindow));

type Make = (fields: TaskChanges) => Promise<Task>;

const Ask = createContext<((asking: Asking) => void) | null>(null);

export function RequiredFields({ children }: { children: ReactNode }) {
  const [asking, setAsking] = useState<Asking | null>(null);
  const end = (task: Task | null) => {
    setAsking(null);
    asking?.answer(task);
  };
  return (
    <Ask value={setAsking}>
      {children}
      {asking && <RequiredWindow asking={asking} onEnd={end} />}
    </Ask>
  );
}

/** Makes a task, first asking for what is required; null when that was given up. */
export function useMakeTask(project: Project): (title: string, make: Make) => Promise<Task | null> {
  const ask = useContext(Ask);
  const definitions = useDefinitions(project.id);
  const required = useMemo(() => definitions.filter((field) => field.required), [definitions]);
  return useCallback(
    (title, make) =>
      required.length === 0 || !ask
        ? make({})
        : new Promise((answer) => ask({ project, definitions: required, title, make: (fields) => make(fields), answer })),
    [ask, project, required],
  );
}
