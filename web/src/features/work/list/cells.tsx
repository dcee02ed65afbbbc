// What stands in the cells of a row when nobody edits them. No handlers here: the table hears clicks in one place.
import { ChevronRight, Diamond, GripVertical, MessageSquare, PanelRightOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Task } from '@/api/types';
import { cx } from '@/lib/cx';
import { formatNumber, formatPercent } from '@/lib/format';
import { PriorityIcon, StatusPill } from '@/ui/Badge';
import { DayText, LabelChips, labelsOf, MiddleText, People, peopleOf } from '../parts/marks';
import { isDraft } from '../task/pending';
import { indentOf } from '../task/tree';
import type { Lookup } from '../task/useLookup';
import { FieldValue } from '../custom/FieldValue';
import { valueOf } from '../custom/values';
import { isCustom, type Column } from './columns';

interface CellProps {
  task: Task;
  lookup: Lookup;
}

function Status({ task, lookup }: CellProps) {
  const status = lookup.statuses.get(task.status);
  return <StatusPill kind={task.statusKind} name={status?.name ?? task.status} />;
}

function PriorityCell({ task }: CellProps) {
  const { t } = useTranslation();
  return (
    <span className={cx('flex min-w-0 items-center gap-1.5', task.priority === 'normal' && 'text-muted')}>
      <PriorityIcon priority={task.priority} decorative />
      <span className="truncate">{t(`priority.${task.priority}`)}</span>
    </span>
  );
}

function Percent({ task }: CellProps) {
  const share = Math.min(100, task.percentComplete);
  return (
    <span className="flex w-full items-center gap-1.5">
      <span aria-hidden="true" className="h-1 min-w-3 flex-1 overflow-hidden rounded-full bg-line">
        <span className={cx('block h-full', share >= 100 ? 'bg-ok' : 'bg-accent')} style={{ width: `${share}%` }} />
      </span>
      <span className="nums text-muted">{formatPercent(task.percentComplete)}</span>
    </span>
  );
}

function Days({ value }: { value: number | null }) {
  const { t } = useTranslation('work');
  if (value === null) return null;
  return <span className="nums truncate">{t('unit.days', { value: formatNumber(value, { maximumFractionDigits: 2 }) })}</span>;
}

function Hours({ value }: { value: number | null }) {
  const { t } = useTranslation('work');
  if (value === null) return null;
  return <span className="nums truncate">{t('unit.hours', { value: formatNumber(value, { maximumFractionDigits: 2 }) })}</span>;
}

/** Every column but the title. */
export function CellContent({ column, task, lookup }: CellProps & { column: Column }) {
  const { key, definition } = column;
  if (isCustom(key)) return definition ? <FieldValue definition={definition} value={valueOf(task, definition.id)} lookup={lookup} /> : null;
  switch (key) {
    case 'status':
      return <Status task={task} lookup={lookup} />;
    case 'assignee':
      return <People people={peopleOf(task, lookup.people)} names />;
    case 'priority':
      return <PriorityCell task={task} lookup={lookup} />;
    case 'due':
      return <DayText at={task.dueDate} lookup={lookup} due={task} />;
    case 'start':
      return <DayText at={task.startDate} lookup={lookup} />;
    case 'end':
      return <DayText at={task.endDate} lookup={lookup} />;
    case 'duration':
      return <Days value={task.duration} />;
    case 'percent':
      return <Percent task={task} lookup={lookup} />;
    case 'estimate':
      return <Hours value={task.estimateHours} />;
    case 'labels':
      return <LabelChips labels={labelsOf(task, lookup.labels)} />;
    case 'title':
      return null;
  }
}

interface TitleProps {
  task: Task;
  depth: number;
  expandable: boolean;
  expanded: boolean;
  context: boolean;
}

/** Disclosure, key, title and marks; indented by level. */
export function TitleContent({ task, depth, expandable, expanded, context }: TitleProps) {
  const { t } = useTranslation('work');
  const over = task.statusKind === 'done' || task.statusKind === 'cancelled';
  return (
    <>
      <span className="shrink-0" style={{ width: indentOf(depth) }} />
      {depth > 24 && <span className="nums shrink-0 pr-1 text-xs text-faint">{depth + 1}</span>}
      <span
        data-act={expandable ? 'disclose' : undefined}
        aria-hidden="true"
        className={cx('flex size-5 shrink-0 items-center justify-center rounded-sm text-muted', expandable && 'cursor-pointer hover:bg-line')}
      >
        {expandable && <ChevronRight className={cx('size-3.5 transition-transform', expanded && 'rotate-90')} />}
      </span>
      {task.milestone && (
        <span className="shrink-0 text-warn" title={t('field.milestone')}>
          <Diamond className="size-3 fill-current" aria-hidden="true" />
          <span className="sr-only">{t('field.milestone')}</span>
        </span>
      )}
      <MiddleText
        text={task.title}
        className={cx(expandable && 'font-semibold', (over || context) && 'text-muted', task.statusKind === 'cancelled' && 'line-through')}
      />
      {task.commentCount > 0 && (
        <span className="nums flex shrink-0 items-center gap-0.5 text-xs text-faint" title={t('list.comments', { count: task.commentCount })}>
          <MessageSquare className="size-3" aria-hidden="true" />
          {task.commentCount}
          <span className="sr-only">{t('list.comments', { count: task.commentCount })}</span>
        </span>
      )}
    </>
  );
}

/** The key at the end of the title leads to the task. A plain link that the table hears: a router's link in each of ten
    thousand rows would make scrolling slow. */
export function OpenLink({ task }: { task: Task }) {
  const { t } = useTranslation('work');
  if (isDraft(task.id)) return null;
  const words = t('list.openTask', { key: task.key });
  return (
    <a
      href={`?task=${task.id}`}
      data-open={task.id}
      tabIndex={-1}
      draggable={false}
      aria-label={words}
      title={words}
      className="nums ml-auto flex h-6 shrink-0 items-center gap-1 rounded-sm px-1 text-xs text-faint group-hover:text-text hover:bg-line"
    >
      <PanelRightOpen className="size-3.5 opacity-0 group-hover:opacity-100" aria-hidden="true" />
      {task.key}
    </a>
  );
}

export const Grip = () => <GripVertical className="size-3.5 opacity-0 group-hover:opacity-100" aria-hidden="true" />;
