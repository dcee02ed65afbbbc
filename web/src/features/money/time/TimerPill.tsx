// The running timer: what it counts, for how long, and how to stop it.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Square, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { oneOptions } from '@/api/collections';
import { useOrg, useProjects } from '@/features/org/useOrg';
import { cx } from '@/lib/cx';
import { IconButton } from '@/ui/Button';
import type { Timer } from '../types';
import { useElapsed, useTimer } from './useTimer';

/** Nothing while no timer runs. */
export function TimerPill({ className }: { className?: string }) {
  const timer = useTimer();
  const elapsed = useElapsed(timer.running?.startedAt, timer.ahead);
  const { t } = useTranslation('money');
  if (!timer.running) return null;
  return (
    <div role="group" aria-label={t('timer.label')} className={cx('flex min-w-0 items-center gap-2 rounded-md bg-accent-soft px-2 py-1 text-sm', className)}>
      <span className="size-2 shrink-0 animate-pulse rounded-full bg-danger" aria-hidden="true" />
      <Subject timer={timer.running} />
      {/* Spoken once and not every second. */}
      <time aria-hidden="true" className="nums ml-auto shrink-0 font-medium">
        {elapsed}
      </time>
      <IconButton size="sm" label={t('timer.stop')} onClick={timer.stop}>
        <Square className="size-3.5! fill-current" />
      </IconButton>
      <IconButton size="sm" label={t('timer.discard')} onClick={timer.discard}>
        <Trash2 />
      </IconButton>
    </div>
  );
}

function Subject({ timer }: { timer: Timer }) {
  const { id } = useOrg();
  const { projects } = useProjects();
  const { data: task } = useQuery({ ...oneOptions(id, 'tasks', timer.taskId ?? ''), enabled: timer.taskId !== null });
  const name = task ? `${task.key} ${task.title}` : (projects.find((one) => one.id === timer.projectId)?.name ?? '');
  if (!timer.taskId) return <span className="min-w-0 flex-1 truncate">{name}</span>;
  return (
    <Link to="/o/$org/tasks/$task" params={{ org: id, task: timer.taskId }} title={name} className="min-w-0 flex-1 truncate hover:underline">
      {name}
    </Link>
  );
}
