// Small parts that show a task: names cut in the middle, people, labels, due dates.
import type { Id, Label, Member, Task } from '@/api/types';
import { cx } from '@/lib/cx';
import { dayOf, formatDay, formatExact } from '@/lib/format';
import { Avatar } from '@/ui/Avatar';
import type { Lookup } from '../task/useLookup';

/** One line that loses its middle and never its end when there is no room. */
export function MiddleText({ text, className }: { text: string; className?: string }) {
  const letters = text.length > 36 ? [...text] : null;
  if (!letters) {
    return (
      <span className={cx('min-w-0 truncate', className)} title={text}>
        {text}
      </span>
    );
  }
  return (
    <span className={cx('flex min-w-0', className)} title={text}>
      <span className="min-w-[3ch] truncate whitespace-pre">{letters.slice(0, -14).join('')}</span>
      <span className="max-w-2/3 shrink-0 truncate whitespace-pre">{letters.slice(-14).join('')}</span>
    </span>
  );
}

export const peopleOf = (task: Task, people: ReadonlyMap<Id, Member>): Member[] =>
  task.assignments.flatMap(({ userId }) => people.get(userId) ?? []);

export function People({ people, size = 20, names }: { people: readonly Member[]; size?: 18 | 20 | 24; names?: boolean }) {
  if (people.length === 0) return null;
  const all = people.map((person) => person.name).join(', ');
  return (
    <span className="flex min-w-0 items-center gap-1.5" title={all}>
      <span className="flex shrink-0 -space-x-0.5 [&>*+*]:shadow-[0_0_0_1.5px_var(--c-surface)]">
        {people.slice(0, 3).map((person) => (
          <Avatar key={person.id} name={person.name} id={person.id} placeholder={person.placeholder} size={size} />
        ))}
      </span>
      <span className={cx('truncate', !names && 'sr-only')}>{names ? people[0]?.name : all}</span>
      {names && people.length > 1 && <span className="nums shrink-0 text-muted">+{people.length - 1}</span>}
    </span>
  );
}

/** In one line, each as long as there is room; or in as many lines as they need (`wrap`). */
export function LabelChips({ labels, wrap }: { labels: readonly Label[]; wrap?: boolean }) {
  return (
    <span className={cx('flex min-w-0 items-center gap-1', wrap && 'flex-wrap py-1')} title={labels.map((label) => label.name).join(', ')}>
      {labels.map((label) => (
        <span key={label.id} className="inline-flex h-5 max-w-full min-w-10 items-center gap-1 rounded-full border px-1.5 text-xs text-muted">
          <Dot color={label.color} />
          <span className="truncate">{label.name}</span>
        </span>
      ))}
    </span>
  );
}

export const labelsOf = (task: Task, labels: ReadonlyMap<Id, Label>): Label[] =>
  task.labels.flatMap((id) => labels.get(id) ?? []);

const isOver = (task: Task): boolean => task.statusKind === 'done' || task.statusKind === 'cancelled';

/** A day with its exact moment on hover; a missed due date in red. */
export function DayText({ at, lookup, due }: { at: string | null; lookup: Lookup; due?: Task }) {
  if (!at) return null;
  const day = dayOf(at, lookup.timeZone);
  const late = due !== undefined && !isOver(due) && day !== null && day < lookup.today;
  return (
    <span className={cx('nums truncate', late && 'font-medium text-danger')} title={formatExact(at, lookup.timeZone)}>
      {formatDay(day)}
    </span>
  );
}

export const Dot = ({ color }: { color: string }) => (
  <span aria-hidden="true" className="size-2.5 shrink-0 rounded-full" style={{ backgroundColor: color }} />
);
