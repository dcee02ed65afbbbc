// Chooses a task of a project; the tasks are read when the list opens.
import { ChevronsUpDown, FolderKanban } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import type { Id } from '@/api/types';
import { useTaskNames } from '@/features/files/file/useFiles';
import { DropDown } from '@/features/work/parts/Float';
import { PickList, type Choice } from '@/features/work/parts/PickList';
import { useProjectTasks } from '@/features/work/task/tasks';
import { treeOrder } from '@/features/work/task/tree';
import { cx } from '@/lib/cx';
import { StatusIcon } from '@/ui/Badge';

const none = 'none';

interface TaskPickProps {
  projectId: Id;
  label: string;
  value: Id | null;
  /** What is chosen without a task. */
  noneLabel: string;
  onChange: (task: Id | null) => void;
  disabled?: boolean;
  className?: string;
}

export function TaskPick({ projectId, label, value, noneLabel, onChange, disabled, className }: TaskPickProps) {
  const [open, setOpen] = useState(false);
  const chosen = useTaskNames([{ taskId: value }]).get(value ?? '');
  const text: ReactNode = chosen ? (
    <>
      <span className="nums text-muted">{chosen.key}</span> {chosen.title}
    </>
  ) : (
    noneLabel
  );
  const trigger = (
    <button type="button" disabled={disabled} aria-label={`${label}: ${chosen ? `${chosen.key} ${chosen.title}` : noneLabel}`} className={cx('control flex items-center justify-between gap-2 text-left', className)}>
      <span className="min-w-0 truncate">{text}</span>
      <ChevronsUpDown className="size-3.5 shrink-0 text-faint" aria-hidden="true" />
    </button>
  );
  return (
    <DropDown label={label} trigger={trigger} open={open} onOpenChange={setOpen}>
      <TaskList
        projectId={projectId}
        label={label}
        value={value}
        noneLabel={noneLabel}
        onPick={(task) => {
          setOpen(false);
          onChange(task);
        }}
      />
    </DropDown>
  );
}

function TaskList({ projectId, label, value, noneLabel, onPick }: Pick<TaskPickProps, 'projectId' | 'label' | 'value' | 'noneLabel'> & { onPick: (task: Id | null) => void }) {
  const { tree } = useProjectTasks(projectId);
  const choices = useMemo<Choice[]>(
    () => [
      { value: none, label: noneLabel, icon: <FolderKanban className="size-4 text-faint" aria-hidden="true" /> },
      ...treeOrder(tree).map((task) => ({ value: task.id, label: task.title, help: task.key, icon: <StatusIcon kind={task.statusKind} /> })),
    ],
    [tree, noneLabel],
  );
  return <PickList label={label} choices={choices} value={[value ?? none]} onPick={(task) => onPick(task === none ? null : task)} />;
}
