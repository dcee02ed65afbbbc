// Entries on narrow screens, one below the other.
import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';
import { formatDay } from '@/lib/format';
import { Checkbox } from '@/ui/Checkbox';
import { StatusBadge } from '../StatusBadge';
import { EntryMenu, TaskLine, useEntryTitle } from './ExpenseRow';
import type { ListProps } from './ExpenseTable';
import { AmountText, KindMark, LockMark } from './marks';

export function ExpenseCards({ entries, selected, onSelect, more, people, tasks, projects, showProject, standText, menuFor, onOpen }: ListProps) {
  const { t } = useTranslation('expenses');
  const titleOf = useEntryTitle();
  const toggle = (id: string) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    onSelect(next);
  };
  return (
    <div role="group" aria-label={t('list')} tabIndex={-1} className="min-h-0 flex-1 overflow-y-auto">
      <ul>
        {entries.map((entry) => {
          const task = tasks.get(entry.taskId ?? '');
          const title = titleOf(entry, task);
          const where = [formatDay(entry.date), people.get(entry.userId)?.name, showProject && projects.get(entry.projectId ?? '')?.name];
          return (
            <li key={entry.id} className={cx('relative flex gap-2.5 border-b py-2 pr-2 pl-3 [contain-intrinsic-size:auto_84px] [content-visibility:auto]', selected.has(entry.id) && 'bg-selected')}>
              <span className="relative z-[1] -m-2 flex h-9 items-center p-2">
                <Checkbox hideLabel label={t('select', { title })} checked={selected.has(entry.id)} onChange={() => toggle(entry.id)} />
              </span>
              <div className="min-w-0 flex-1">
                <div className="flex items-start gap-2">
                  <span className="pt-0.5">
                    <KindMark kind={entry.kind} />
                  </span>
                  <button type="button" onClick={() => onOpen(entry.id)} className="line-clamp-2 min-w-0 flex-1 text-left text-sm wrap-anywhere after:absolute after:inset-0">
                    {title}
                  </button>
                  <AmountText entry={entry} className="text-sm" />
                </div>
                {task && entry.description && <TaskLine task={task} />}
                <p className="truncate text-xs text-muted">{where.filter(Boolean).join(' · ')}</p>
                <p className="mt-1 flex items-center gap-1.5">
                  <StatusBadge status={entry.status} />
                  <LockMark entry={entry} text={standText(entry)} />
                </p>
              </div>
              <span className="relative z-[1]">
                <EntryMenu entry={entry} title={title} menuFor={menuFor} />
              </span>
            </li>
          );
        })}
      </ul>
      {more}
    </div>
  );
}
