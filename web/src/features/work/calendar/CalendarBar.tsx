// A task on the calendar: as long as its days in this week. A link to its panel.
import { Link } from '@tanstack/react-router';
import { Diamond, Flag } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { StatusKind } from '@/api/types';
import { cx } from '@/lib/cx';
import { formatDay } from '@/lib/format';
import { PriorityIcon, StatusIcon } from '@/ui/Badge';
import { People, peopleOf } from '../parts/marks';
import { isDraft } from '../task/pending';
import type { Lookup } from '../task/useLookup';
import { daysBetween, mayStretch, type Edge, type Entry } from './span';
import { useDraggable } from './useDrops';
import type { Segment } from './weeks';

const grounds: Record<StatusKind, string> = {
  open: 'bg-accent-soft text-text',
  active: 'bg-info-soft text-text',
  done: 'bg-sunken text-muted',
  cancelled: 'bg-sunken text-faint line-through',
};

export const rangeText = ({ from, to }: Entry): string => (from === to ? formatDay(from) : `${formatDay(from)} – ${formatDay(to)}`);

interface CalendarBarProps {
  segment: Segment;
  lookup: Lookup;
  /** Two lines, where there is room for them. */
  tall: boolean;
  laneHeight: number;
  top: number;
  current: boolean;
  /** The panel shows it. */
  open: boolean;
}

export function CalendarBar({ segment, lookup, tall, laneHeight, top, current, open }: CalendarBarProps) {
  const { t } = useTranslation(['calendar', 'work']);
  const node = useRef<HTMLDivElement>(null);
  const { task, entry, length, begins, ends } = segment;
  const may = task.can.includes('update') && !isDraft(task.id);
  useDraggable(node, task.id, may, (share) => daysBetween(entry.from, segment.first) + Math.min(length - 1, Math.max(0, Math.floor(share * length))));
  const stretchable = may && mayStretch(entry);
  const onlyDue = task.startDate === null && task.endDate === null;
  const late = entry.to < lookup.today && (task.statusKind === 'open' || task.statusKind === 'active');
  const status = lookup.statuses.get(task.status)?.name ?? task.status;
  return (
    <div
      ref={node}
      data-bar={task.id}
      className={cx(
        'group/bar absolute z-[1] flex min-w-0 select-none items-center [-webkit-touch-callout:none] gap-1.5 overflow-hidden px-1.5 text-xs has-[a:focus-visible]:outline-2 has-[a:focus-visible]:outline-accent-text',
        grounds[task.statusKind],
        begins ? 'rounded-l-sm' : 'border-l border-dashed border-control',
        ends && 'rounded-r-sm',
        open && 'ring-2 ring-accent ring-inset',
        onlyDue && 'border border-dashed border-line-strong bg-surface',
      )}
      style={{
        top: top + segment.lane * laneHeight,
        height: laneHeight - 2,
        left: begins ? 3 : 0,
        width: `calc(${length * 100}% + ${length - 1}px - ${(begins ? 3 : 0) + (ends ? 4 : 0)}px)`,
      }}
    >
      {task.milestone ? <Diamond className="size-3 shrink-0 fill-current text-warn" aria-hidden="true" /> : onlyDue ? <Flag className="size-3 shrink-0 text-muted" aria-hidden="true" /> : <StatusIcon kind={task.statusKind} className="size-3.5!" />}
      <span className="min-w-0 flex-1">
        <Link
          to="."
          search={(old: Record<string, unknown>) => ({ ...old, task: task.id })}
          draggable={false}
          tabIndex={current ? 0 : -1}
          aria-label={t('bar', { title: task.title, key: task.key, days: rangeText(entry), status })}
          aria-current={open || undefined}
          title={`${task.title} · ${rangeText(entry)}`}
          className={cx('block truncate outline-none after:absolute after:inset-0', tall && 'font-medium', late && 'text-danger')}
        >
          {task.title}
        </Link>
        {tall && (
          <span className="nums block truncate text-muted">
            {task.key} · {status}
          </span>
        )}
      </span>
      {task.priority === 'urgent' && <PriorityIcon priority="urgent" decorative />}
      {tall && <People people={peopleOf(task, lookup.people)} size={18} />}
      {stretchable && begins && <Handle edge="start" />}
      {stretchable && ends && <Handle edge="end" />}
    </div>
  );
}

/** The edge of a bar, to take hold of; keys and menu do the same. */
const Handle = ({ edge }: { edge: Edge }) => (
  <span
    data-edge={edge}
    aria-hidden="true"
    className={cx(
      'absolute inset-y-0 z-[1] w-1.5 cursor-ew-resize opacity-0 group-hover/bar:opacity-100 pointer-coarse:w-4',
      'after:absolute after:inset-y-1 after:w-0.5 after:rounded-full after:bg-control',
      edge === 'start' ? 'left-0 after:left-0.5' : 'right-0 after:right-0.5',
    )}
  />
);
