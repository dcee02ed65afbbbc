// The tasks of a project on narrow screens: one card a task; a tap opens it.
import { useVirtualizer } from '@tanstack/react-virtual';
import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Id } from '@/api/types';
import { cx } from '@/lib/cx';
import { PriorityIcon, StatusIcon } from '@/ui/Badge';
import { IconButton } from '@/ui/Button';
import { DayText, People, peopleOf } from '../parts/marks';
import type { Row } from '../task/tree';
import type { Lookup } from '../task/useLookup';

interface CardListProps {
  rows: readonly Row[];
  lookup: Lookup;
  label: string;
  collapse: (id: Id, collapsed: boolean) => void;
}

const height = 64;

export function CardList({ rows, lookup, label, collapse }: CardListProps) {
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: () => height,
    overscan: 8,
    useFlushSync: false,
  });
  return (
    <div ref={setScroller} role="region" tabIndex={0} aria-label={label} className="min-h-0 flex-1 overflow-y-auto">
      <ul className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return row && <Card key={row.task.id} row={row} top={item.start} lookup={lookup} collapse={collapse} />;
        })}
      </ul>
    </div>
  );
}

function Card({ row, top, lookup, collapse }: { row: Row; top: number; lookup: Lookup; collapse: CardListProps['collapse'] }) {
  const { t } = useTranslation('work');
  const { task } = row;
  const over = task.statusKind === 'done' || task.statusKind === 'cancelled';
  const status = lookup.statuses.get(task.status)?.name ?? task.status;
  return (
    <li
      className="absolute inset-x-0 flex h-16 items-center gap-2 border-b pr-2"
      style={{ transform: `translateY(${top}px)`, paddingLeft: 12 + Math.min(row.depth, 6) * 14 }}
    >
      <StatusIcon kind={task.statusKind} />
      <div className="min-w-0 flex-1">
        <Link
          to="."
          search={(old: Record<string, unknown>) => ({ ...old, task: task.id })}
          className={cx('line-clamp-1 text-base break-all after:absolute after:inset-0', row.expandable && 'font-semibold', over && 'text-muted')}
        >
          {task.title}
        </Link>
        <p className="flex min-w-0 items-center gap-2 text-xs text-muted">
          <span className="nums shrink-0">{task.key}</span>
          <span className="truncate">{status}</span>
          {task.priority !== 'normal' && <PriorityIcon priority={task.priority} />}
          <DayText at={task.dueDate} lookup={lookup} due={task} />
        </p>
      </div>
      <People people={peopleOf(task, lookup.people)} size={24} />
      {row.expandable && (
        <IconButton
          label={row.expanded ? t('list.collapse', { title: task.title }) : t('list.expand', { title: task.title })}
          aria-expanded={row.expanded}
          className="relative z-[1]"
          onClick={() => collapse(task.id, row.expanded)}
        >
          <ChevronRight className={cx('transition-transform', row.expanded && 'rotate-90')} />
        </IconButton>
      )}
    </li>
  );
}
