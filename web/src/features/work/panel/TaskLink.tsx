import { Link } from '@tanstack/react-router';
import type { Task } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { cx } from '@/lib/cx';
import { MiddleText } from '../parts/marks';
import { usePanel } from './context';

/** Another task: in the panel it takes the place of this one, on a page it leads to its own. */
export function TaskLink({ task }: { task: Task }) {
  const { id: org } = useOrg();
  const { mode } = usePanel();
  const over = task.statusKind === 'done' || task.statusKind === 'cancelled';
  const className = cx('flex min-w-0 items-center gap-2 rounded-sm hover:underline', over && 'text-muted');
  const inside = (
    <>
      <span className="nums shrink-0 text-xs text-faint">{task.key}</span>
      <MiddleText text={task.title} />
    </>
  );
  return mode === 'page' ? (
    <Link to="/o/$org/tasks/$task" params={{ org, task: task.id }} className={className}>
      {inside}
    </Link>
  ) : (
    <Link to="." search={(old: Record<string, unknown>) => ({ ...old, task: task.id })} className={className}>
      {inside}
    </Link>
  );
}
