// A task on the board: a link to its panel, with what one must see to pick the next thing up.
import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { Link } from '@tanstack/react-router';
import { Diamond, Ellipsis, ListTree, MessageSquare } from 'lucide-react';
import { memo, useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition, Task } from '@/api/types';
import { cx } from '@/lib/cx';
import { PriorityIcon } from '@/ui/Badge';
import { Menu, type MenuGroups } from '@/ui/Menu';
import { DayText, LabelChips, labelsOf, People, peopleOf } from '../parts/marks';
import { FieldValue } from '../custom/FieldValue';
import { valueOf } from '../custom/values';
import { dragPreview, rowData } from '../list/dragData';
import { isDraft } from '../task/pending';
import type { Lookup } from '../task/useLookup';

interface CardProps {
  task: Task;
  /** The task above, for orientation. */
  parent: Task | undefined;
  parts: number;
  lookup: Lookup;
  /** Custom fields to show. */
  fields: readonly FieldDefinition[];
  /** The card of its column that Tab reaches. */
  current: boolean;
  /** The panel shows it. */
  open: boolean;
  menu: () => MenuGroups;
}

export const Card = memo(function Card({ task, parent, parts, lookup, fields, current, open, menu }: CardProps) {
  const { t } = useTranslation(['work', 'common']);
  const node = useRef<HTMLDivElement>(null);
  const may = task.can.includes('update') && !isDraft(task.id);
  useEffect(() => {
    const element = node.current;
    if (!element || !may) return;
    return draggable({
      element,
      getInitialData: () => rowData(task.id),
      onGenerateDragPreview: ({ nativeSetDragImage }) => dragPreview(nativeSetDragImage, element),
    });
  }, [task.id, may]);
  const over = task.statusKind === 'done' || task.statusKind === 'cancelled';
  return (
    <div
      ref={node}
      className={cx(
        'group relative rounded-md border bg-raised px-3 py-2 text-sm shadow-[0_1px_2px_rgb(22_27_45/0.05)] has-[a:focus-visible]:border-accent',
        open ? 'border-accent' : 'hover:border-line-strong',
      )}
    >
      {parent && (
        <p className="truncate text-xs text-faint" title={parent.title}>
          {parent.title}
        </p>
      )}
      <Link
        to="."
        search={(old: Record<string, unknown>) => ({ ...old, task: task.id })}
        data-card={task.id}
        aria-current={open || undefined}
        tabIndex={current ? 0 : -1}
        draggable={false}
        title={task.title}
        className={cx('line-clamp-3 font-medium break-words after:absolute after:inset-0 after:rounded-md', over && 'text-muted')}
      >
        {task.milestone && <Diamond className="mr-1 inline size-3 fill-current text-warn" aria-label={t('field.milestone')} />}
        {task.title}
      </Link>
      {task.labels.length > 0 && (
        <div className="mt-0.5 overflow-hidden">
          <LabelChips wrap labels={labelsOf(task, lookup.labels)} />
        </div>
      )}
      <CardFields task={task} fields={fields} lookup={lookup} />
      <div className="mt-1.5 flex h-5 items-center gap-2 text-xs text-faint">
        <PriorityIcon priority={task.priority} />
        <span className="nums shrink-0">{task.key}</span>
        <span className="truncate text-muted">
          <DayText at={task.dueDate} lookup={lookup} due={task} />
        </span>
        {parts > 0 && <Count icon={<ListTree className="size-3" aria-hidden="true" />} count={parts} words={t('board.parts', { count: parts })} />}
        {task.commentCount > 0 && (
          <Count icon={<MessageSquare className="size-3" aria-hidden="true" />} count={task.commentCount} words={t('list.comments', { count: task.commentCount })} />
        )}
        <span className="ml-auto shrink-0">
          <People people={peopleOf(task, lookup.people)} />
        </span>
      </div>
      <CardMenu menu={menu} label={t('board.actions', { key: task.key })} />
    </div>
  );
});

function CardFields({ task, fields, lookup }: Pick<CardProps, 'task' | 'fields' | 'lookup'>) {
  const filled = fields.filter((field) => valueOf(task, field.id) !== null);
  if (filled.length === 0) return null;
  return (
    <dl className="mt-1.5 flex flex-col gap-0.5 text-xs">
      {filled.map((field) => (
        <div key={field.id} className="flex h-5 min-w-0 items-center gap-1.5">
          <dt className="max-w-2/5 shrink-0 truncate text-faint">{field.name}</dt>
          <dd className="flex min-w-0 items-center gap-1.5">
            <FieldValue definition={field} value={valueOf(task, field.id)} lookup={lookup} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Count({ icon, count, words }: { icon: ReactNode; count: number; words: string }) {
  return (
    <span className="nums flex shrink-0 items-center gap-0.5" title={words}>
      {icon}
      <span aria-hidden="true">{count}</span>
      <span className="sr-only">{words}</span>
    </span>
  );
}

function CardMenu({ menu, label }: { menu: () => MenuGroups; label: string }) {
  return (
    <span className="absolute top-1 right-1 z-[1] opacity-0 group-hover:opacity-100 focus-within:opacity-100 has-data-popup-open:opacity-100 pointer-coarse:opacity-100">
      <Menu
        align="end"
        groups={menu()}
        trigger={
          <button
            type="button"
            tabIndex={-1}
            aria-label={label}
            className="flex size-6 items-center justify-center rounded-sm border bg-raised text-muted hover:bg-hover hover:text-text"
          >
            <Ellipsis className="size-4" aria-hidden="true" />
          </button>
        }
      />
    </span>
  );
}
