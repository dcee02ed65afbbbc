// The tasks that make a load, and what of it stands in no period.
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Id } from '@/api/types';
import type { Planned, TaskLoad } from '../types';
import { hours } from './hours';

interface TaskRowsProps {
  load: Planned;
  periods: number;
  onOpen: (task: Id) => void;
}

/** What is not told task by task, in words. */
export function useRest(): (load: Planned) => string[] {
  const { t } = useTranslation('planning');
  return ({ more, overdue, undated }) =>
    ([['more', more], ['overdue', overdue], ['undated', undated]] as const)
      .filter(([, { tasks }]) => tasks > 0)
      .map(([name, { tasks, minutes }]) => t(`workload.rest.${name}`, { count: tasks, hours: hours(minutes) }));
}

export function TaskButton({ task, onOpen }: { task: TaskLoad; onOpen: (task: Id) => void }) {
  const { t } = useTranslation('planning');
  return (
    <button data-row type="button" onClick={() => onOpen(task.taskId)} title={`${task.key} ${task.title}`} className="flex max-w-full min-w-0 items-center gap-1.5 rounded-sm text-left text-sm hover:underline">
      <span className="nums shrink-0 text-xs text-muted">{task.key}</span>
      <span className="truncate">{task.title}</span>
      {task.overdue && (
        <span className="flex shrink-0 items-center gap-1 text-xs text-danger">
          <TriangleAlert className="size-3" aria-hidden="true" />
          {t('workload.overdue')}
        </span>
      )}
    </button>
  );
}

export function TaskRows({ load, periods, onOpen }: TaskRowsProps) {
  const { t } = useTranslation('planning');
  const rest = useRest()(load);
  return (
    <>
      {load.tasks.map((task) => (
        <tr key={task.taskId} className="bg-sunken *:border-b">
          <th scope="row" className="sticky left-0 z-[1] h-8 max-w-0 border-r bg-sunken pr-2 pl-11 text-left font-normal">
            <TaskButton task={task} onOpen={onOpen} />
          </th>
          {Array.from({ length: periods }, (_, at) => {
            const minutes = task.planned[at - task.firstPeriod] ?? 0;
            return (
              <td key={at} className="nums border-l px-2 first-of-type:border-l-0 text-right text-xs text-muted">
                {minutes > 0 && hours(minutes)}
              </td>
            );
          })}
        </tr>
      ))}
      {(rest.length > 0 || load.tasks.length === 0) && (
        <tr className="bg-sunken *:border-b">
          <th scope="row" className="sticky left-0 z-[1] h-8 border-r bg-sunken pr-2 pl-11 text-left text-xs font-normal text-muted">
            {load.tasks.length === 0 ? t('workload.noTasks') : t('workload.besides')}
          </th>
          <td colSpan={periods} className="px-3 text-xs text-muted">
            <span className="sticky left-[296px]">{rest.join(' · ')}</span>
          </td>
        </tr>
      )}
    </>
  );
}
