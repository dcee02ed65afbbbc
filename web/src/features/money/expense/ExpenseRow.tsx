import { Link } from '@tanstack/react-router';
import { Ellipsis, Paperclip } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Expense, Id, Member, Project } from '@/api/types';
import type { TaskName } from '@/features/files/file/useFiles';
import { useOrg } from '@/features/org/useOrg';
import { cx } from '@/lib/cx';
import { formatDay, formatLongDay } from '@/lib/format';
import { Avatar } from '@/ui/Avatar';
import { IconButton } from '@/ui/Button';
import { Checkbox } from '@/ui/Checkbox';
import { Menu, type MenuGroups } from '@/ui/Menu';
import { StatusBadge } from '../StatusBadge';
import { AmountText, KindMark, LockMark } from './marks';

export const rowHeight = 48;

/** What every row needs, as table and as cards. */
export interface RowShared {
  people: ReadonlyMap<Id, Member>;
  tasks: ReadonlyMap<Id, TaskName>;
  projects: ReadonlyMap<Id, Project>;
  /** On the page of all projects each entry says which it is for. */
  showProject: boolean;
  standText: (entry: Expense) => string | null;
  menuFor: (entry: Expense) => MenuGroups;
  onOpen: (id: Id) => void;
}

interface ExpenseRowProps extends RowShared {
  entry: Expense;
  index: number;
  selected: boolean;
  onToggle: (range: boolean) => void;
}

export function ExpenseRow({ entry, index, selected, onToggle, people, tasks, projects, showProject, standText, menuFor, onOpen }: ExpenseRowProps) {
  const { t } = useTranslation('expenses');
  const task = tasks.get(entry.taskId ?? '');
  const project = projects.get(entry.projectId ?? '');
  const person = people.get(entry.userId);
  const title = useEntryTitle()(entry, task);
  return (
    <tr data-row={index} aria-rowindex={index + 2} className={cx('relative border-b', selected ? 'bg-selected' : 'hover:bg-hover')} style={{ height: rowHeight }}>
      <td className="relative z-[1] pl-3" onClickCapture={(event) => event.shiftKey && (event.stopPropagation(), onToggle(true))}>
        <Checkbox hideLabel label={t('select', { title })} checked={selected} onChange={() => onToggle(false)} />
      </td>
      <td className="nums px-2 whitespace-nowrap text-muted" title={formatLongDay(entry.date)}>
        {formatDay(entry.date)}
      </td>
      <td className="min-w-0 px-2">
        <div className="flex min-w-0 items-center gap-2">
          <KindMark kind={entry.kind} />
          <div className="min-w-0 flex-1 leading-tight">
            <button type="button" data-open onClick={() => onOpen(entry.id)} className="block max-w-full truncate text-left after:absolute after:inset-0" title={title}>
              {title}
            </button>
            {task && entry.description && <TaskLine task={task} />}
          </div>
          {entry.receiptFileId && (
            <span title={t('receipt.has')} className="shrink-0">
              <Paperclip className="size-3.5 text-faint" aria-hidden="true" />
              <span className="sr-only">{t('receipt.has')}</span>
            </span>
          )}
        </div>
      </td>
      {showProject && <td className="truncate px-2 text-muted">{project && <ProjectLink project={project} />}</td>}
      <td className="px-2">
        <span className="flex min-w-0 items-center gap-1.5">
          <Avatar name={person?.name ?? '?'} id={entry.userId} placeholder={person?.placeholder ?? false} size={20} />
          <span className="truncate">{person?.name}</span>
        </span>
      </td>
      <td className="px-2 text-right">
        <AmountText entry={entry} />
      </td>
      <td className="px-2 pl-4">
        <span className="relative z-[1] flex items-center gap-1.5" title={standText(entry) ?? undefined}>
          <StatusBadge status={entry.status} />
          <LockMark entry={entry} text={standText(entry)} />
        </span>
      </td>
      <td className="relative z-[1] pr-3 text-right">
        <EntryMenu entry={entry} title={title} menuFor={menuFor} />
      </td>
    </tr>
  );
}

/** What an entry is called: what was written, else its task, else its kind. */
export function useEntryTitle(): (entry: Expense, task: TaskName | undefined) => string {
  const { t } = useTranslation('expenses');
  return ({ description, kind }, task) => description || (task ? `${task.key} ${task.title}` : t(`kind.${kind}`));
}

export function TaskLine({ task }: { task: TaskName }) {
  return (
    <span className="block truncate text-xs text-muted" title={task.title}>
      <span className="nums">{task.key}</span> {task.title}
    </span>
  );
}

function ProjectLink({ project }: { project: Project }) {
  const { id } = useOrg();
  return (
    <Link to="/o/$org/projects/$project/expenses" params={{ org: id, project: project.key }} title={project.name} className="relative z-[1] block truncate hover:text-text hover:underline">
      {project.name}
    </Link>
  );
}

export function EntryMenu({ entry, title, menuFor }: { entry: Expense; title: string; menuFor: (entry: Expense) => MenuGroups }) {
  const { t } = useTranslation('expenses');
  return (
    <Menu
      align="end"
      groups={menuFor(entry)}
      trigger={
        <IconButton size="sm" label={t('actionsOf', { title })}>
          <Ellipsis />
        </IconButton>
      }
    />
  );
}
