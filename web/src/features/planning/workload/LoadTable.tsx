// People times periods, each cell planned work against capacity; a person opens to the tasks.
import { ChevronRight, UserX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Id } from '@/api/types';
import { cx } from '@/lib/cx';
import { Avatar } from '@/ui/Avatar';
import { moveBetweenRows } from '../rowKeys';
import type { PersonLoad, Planned, Workload } from '../types';
import { LoadCell } from './Cell';
import { hours, sum } from './hours';
import { usePeriodNames } from './periods';
import { TaskRows } from './TaskRows';

export interface LoadProps {
  load: Workload;
  people: readonly PersonLoad[];
  open: ReadonlySet<Id>;
  onToggle: (person: Id) => void;
  onOpen: (task: Id) => void;
}

const headWidth = 284;
const periodWidth = 104;

/** In place of a person where there is none. */
export const nobody = 'nobody';

export function LoadTable({ load, people, open, onToggle, onOpen }: LoadProps) {
  const { t } = useTranslation('planning');
  const names = usePeriodNames(load);
  const rows = (id: Id, one: Planned & { capacity?: number[] }, head: ReactNode) => (
    <tbody key={id}>
      <tr className="*:border-b">
        <th scope="row" className="sticky left-0 z-[1] max-w-0 border-r bg-surface px-2 text-left font-normal">
          <Toggle open={open.has(id)} onToggle={() => onToggle(id)}>
            {head}
          </Toggle>
        </th>
        {one.planned.map((planned, at) => (
          <LoadCell key={at} planned={planned} capacity={one.capacity?.[at]} />
        ))}
      </tr>
      {open.has(id) && <TaskRows load={one} periods={load.periods.length} onOpen={onOpen} />}
    </tbody>
  );
  return (
    <div role="region" aria-label={t('workload.label')} tabIndex={0} className="relative min-h-0 flex-1 overflow-auto">
      <table aria-label={t('workload.label')} className="min-w-full table-fixed border-separate border-spacing-0 text-sm" style={{ width: headWidth + load.periods.length * periodWidth }} onKeyDown={moveBetweenRows}>
        <colgroup>
          <col style={{ width: headWidth }} />
          {load.periods.map(({ from }) => (
            <col key={from} style={{ width: periodWidth }} />
          ))}
        </colgroup>
        <thead className="sticky top-0 z-10 bg-surface text-xs text-muted">
          <tr>
            <th scope="col" className="sticky left-0 z-[1] border-r border-b bg-surface px-3 text-left font-medium">
              {t('workload.person')}
            </th>
            {names.map(({ key, head: [above, below], long, today }, at) => (
              <th key={key} scope="col" title={long} aria-current={today ? 'date' : undefined} className={cx('nums h-11 border-b px-2 text-right font-normal', at > 0 && 'border-l', today && 'bg-selected text-text')}>
                <span className={cx('font-medium', !today && 'text-text')}>{above}</span>{' '}
                <span className="block">{below}</span>
              </th>
            ))}
          </tr>
        </thead>
        {people.map((person) => rows(person.userId, person, <PersonHead person={person} />))}
        {load.unassigned && rows(nobody, load.unassigned, <NobodyHead load={load.unassigned} />)}
      </table>
    </div>
  );
}

function Toggle({ open, onToggle, children }: { open: boolean; onToggle: () => void; children: ReactNode }) {
  return (
    <button data-row type="button" aria-expanded={open} onClick={onToggle} className="flex h-12 w-full min-w-0 items-center gap-2 rounded-md text-left">
      <ChevronRight className={cx('size-4 shrink-0 text-faint transition-transform', open && 'rotate-90')} aria-hidden="true" />
      {children}
    </button>
  );
}

export function PersonHead({ person }: { person: PersonLoad }) {
  const { t } = useTranslation('planning');
  const over = person.overload.filter(Boolean).length;
  return (
    <>
      <Avatar name={person.name} id={person.userId} size={24} placeholder={person.left} />
      <span className="min-w-0">
        <span className="block truncate font-medium" title={person.name}>
          {person.name}
        </span>
        <span className="nums block truncate text-xs text-muted">
          {person.left ? t('workload.left') : t('workload.sum', { planned: hours(sum(person.planned)), capacity: hours(sum(person.capacity)) })}
          {over > 0 && <span className="text-danger"> · {t('workload.overloads', { count: over })}</span>}
        </span>
      </span>
    </>
  );
}

export function NobodyHead({ load }: { load: Planned }) {
  const { t } = useTranslation('planning');
  return (
    <>
      <span className="inline-flex size-6 shrink-0 items-center justify-center rounded-full border border-dashed border-control text-muted">
        <UserX className="size-3.5" aria-hidden="true" />
      </span>
      <span className="min-w-0">
        <span className="block truncate font-medium">{t('workload.nobody')}</span>
        <span className="nums block truncate text-xs text-muted">{t('workload.planned', { hours: hours(sum(load.planned)) })}</span>
      </span>
    </>
  );
}
