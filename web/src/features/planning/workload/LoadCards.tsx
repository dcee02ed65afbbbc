// The workload where there is no room for a table: a card for each person, a line for each period.
import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Id } from '@/api/types';
import { cx } from '@/lib/cx';
import type { Planned } from '../types';
import { LoadFigures } from './Cell';
import { heatOf } from './hours';
import { NobodyHead, nobody, PersonHead, type LoadProps } from './LoadTable';
import { usePeriodNames, type PeriodName } from './periods';
import { TaskButton, useRest } from './TaskRows';

export function LoadCards({ load, people, open, onToggle, onOpen }: LoadProps) {
  const { t } = useTranslation('planning');
  const names = usePeriodNames(load);
  const card = (id: Id, one: Planned & { capacity?: number[] }, head: ReactNode) => (
    <li key={id} className="rounded-lg border">
      <button type="button" aria-expanded={open.has(id)} onClick={() => onToggle(id)} className="flex h-14 w-full min-w-0 items-center gap-2.5 px-3 text-left">
        {head}
        <ChevronDown className={cx('ml-auto size-4 shrink-0 text-faint transition-transform', open.has(id) && 'rotate-180')} aria-hidden="true" />
      </button>
      <Lines names={names} load={one} all={open.has(id)} />
      {open.has(id) && <Tasks load={one} onOpen={onOpen} />}
    </li>
  );
  return (
    <ul aria-label={t('workload.label')} className="flex flex-col gap-3 overflow-y-auto p-3">
      {people.map((person) => card(person.userId, person, <PersonHead person={person} />))}
      {load.unassigned && card(nobody, load.unassigned, <NobodyHead load={load.unassigned} />)}
    </ul>
  );
}

const fills = { off: '', free: '', light: 'bg-ok', full: 'bg-info', over: 'bg-danger' } as const;

interface LinesProps {
  names: readonly PeriodName[];
  load: Planned & { capacity?: number[] };
  /** Also periods without work, where there is time for it. */
  all: boolean;
}

function Lines({ names, load: { planned, capacity }, all }: LinesProps) {
  return (
    <ul className="border-t px-3 py-1.5 empty:hidden">
      {names.map(({ key, head, long, today }, at) => {
        const [work, can] = [planned[at] ?? 0, capacity?.[at]];
        if (work === 0 && !(all && can)) return null;
        return (
          <li key={key} className="flex items-center gap-2 py-1 text-sm">
            <span title={long} className={cx('nums w-28 shrink-0 text-xs text-muted', today && 'font-semibold text-text')}>
              {head.join(' ')}
            </span>
            <span aria-hidden="true" className="h-1.5 min-w-0 flex-1 overflow-hidden rounded-full bg-sunken">
              {can !== undefined && <span className={cx('block h-full rounded-full', fills[heatOf(work, can)])} style={{ width: `${Math.min(100, can ? (work / can) * 100 : 100)}%` }} />}
            </span>
            <span className={cx('nums w-24 shrink-0 text-right', can !== undefined && work > can && 'font-semibold text-danger')}>
              <LoadFigures planned={work} capacity={can} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Tasks({ load, onOpen }: { load: Planned; onOpen: (task: Id) => void }) {
  const { t } = useTranslation('planning');
  const rest = useRest()(load);
  return (
    <div className="flex flex-col gap-2 border-t bg-sunken px-3 py-2">
      {load.tasks.map((task) => (
        <TaskButton key={task.taskId} task={task} onOpen={onOpen} />
      ))}
      {load.tasks.length === 0 && <p className="text-xs text-muted">{t('workload.noTasks')}</p>}
      {rest.map((words) => (
        <p key={words} className="text-xs text-muted">
          {words}
        </p>
      ))}
    </div>
  );
}
