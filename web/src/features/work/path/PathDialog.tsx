// The critical path of a task: what drives it, step by step with the reason for each, and what slips when it slips.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { request } from '@/api/client';
import type { Schemas, Task } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { dayOf, formatDay } from '@/lib/format';
import { messageOf } from '@/lib/messages';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { SkeletonLines } from '@/ui/Skeleton';
import { whyText } from '../gantt/why';

type Path = Schemas['TaskPath'];
type Step = Schemas['PathStep'];

interface PathDialogProps {
  task: Pick<Task, 'id' | 'key'>;
  /** Where its tasks lead to: a page of their own, or the panel beside what is on screen. */
  mode: 'panel' | 'page';
  onClose: () => void;
}

/** As many as a person reads; the rest is counted. */
const most = 200;

export function PathDialog({ task, mode, onClose }: PathDialogProps) {
  const { t } = useTranslation(['gantt', 'common']);
  const { id: org } = useOrg();
  const { data, error } = useQuery({
    queryKey: ['org', org, 'path', task.id],
    queryFn: ({ signal }) => request<Path>('GET', `/organizations/${org}/tasks/${task.id}/path`, { signal }),
    gcTime: 0,
    staleTime: 0,
    retry: false,
  });
  return (
    <Dialog open onClose={onClose} title={t('path.title', { key: task.key })} description={t('path.text')} footer={<Button onClick={onClose}>{t('common:actions.close')}</Button>}>
      {error ? (
        <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-sm text-danger">
          {messageOf(error)}
        </p>
      ) : data ? (
        <Found path={data} mode={mode} onClose={onClose} />
      ) : (
        <SkeletonLines />
      )}
    </Dialog>
  );
}

interface FoundProps {
  path: Path;
  mode: 'panel' | 'page';
  onClose: () => void;
}

function Found({ path, ...rest }: FoundProps) {
  const { t } = useTranslation('gantt');
  const keys = new Map([...path.driving, ...path.driven].map((step) => [step.taskId, step.key]));
  const slack = path.critical ? t('path.critical') : t('path.slack', { count: path.totalFloat });
  return (
    <>
      <p className={path.critical ? 'text-sm text-danger' : 'text-sm text-muted'}>{slack}</p>
      <Steps title={t('path.driving')} steps={path.driving} keys={keys} current={path.taskId} {...rest} />
      <Steps title={t('path.driven')} none={t('path.drivesNothing')} steps={path.driven} keys={keys} {...rest} />
    </>
  );
}

interface StepsProps extends Omit<FoundProps, 'path'> {
  title: string;
  none?: string;
  steps: Step[];
  keys: ReadonlyMap<string, string>;
  /** The task that it is about. */
  current?: string;
}

function Steps({ title, none, steps, keys, current, mode, onClose }: StepsProps) {
  const { t } = useTranslation('gantt');
  const { organization } = useOrg();
  const id = useId();
  const day = (at: string) => formatDay(dayOf(at, organization.timeZone));
  const span = ({ startDate, endDate }: Step) => (day(startDate) === day(endDate) ? day(startDate) : `${day(startDate)} – ${day(endDate)}`);
  return (
    <section aria-labelledby={id} className="mt-4">
      <h3 id={id} className="mb-1 text-sm font-medium">
        {title}
      </h3>
      {steps.length === 0 ? (
        <p className="text-sm text-muted">{none}</p>
      ) : (
        <ol className="text-sm">
          {steps.slice(0, most).map((step) => (
            <li key={step.taskId} aria-current={step.taskId === current ? 'step' : undefined} className={step.critical ? 'border-l-2 border-danger py-1 pl-3' : 'border-l-2 py-1 pl-3'}>
              <div className="flex flex-wrap items-baseline gap-x-3">
                <StepLink step={step} mode={mode} current={step.taskId === current} onClose={onClose} />
                <span className="nums ml-auto shrink-0 text-muted">{span(step)}</span>
              </div>
              <p className="text-muted">
                {step.critical && <span className="sr-only">{`${t('grid.critical')}. `}</span>}
                {whyText(step.drivenBy, (other) => keys.get(other) ?? '', step.key)}
              </p>
            </li>
          ))}
        </ol>
      )}
      {steps.length > most && <p className="pt-2 text-sm text-muted">{t('schedule.more', { count: steps.length - most })}</p>}
    </section>
  );
}

function StepLink({ step, mode, current, onClose }: { step: Step; mode: 'panel' | 'page'; current: boolean; onClose: () => void }) {
  const { id: org } = useOrg();
  const inside = (
    <>
      <span className="nums mr-1.5 text-muted">{step.key}</span>
      {step.title}
    </>
  );
  if (current) return <strong className="min-w-0 font-medium wrap-anywhere">{inside}</strong>;
  const className = 'min-w-0 wrap-anywhere rounded-sm hover:underline';
  return mode === 'page' ? (
    <Link to="/o/$org/tasks/$task" params={{ org, task: step.taskId }} className={className} onClick={onClose}>
      {inside}
    </Link>
  ) : (
    <Link to="." search={(old: Record<string, unknown>) => ({ ...old, task: step.taskId })} className={className} onClick={onClose}>
      {inside}
    </Link>
  );
}
