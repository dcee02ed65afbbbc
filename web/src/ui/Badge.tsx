// Small marks: always an icon or a word beside the colour, so that nothing is said by colour alone.
import {
  Circle,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CirclePause,
  CircleX,
  SignalHigh,
  SignalLow,
  SignalMedium,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Priority, ProjectStatus, StatusKind } from '@/api/types';
import { cx } from '@/lib/cx';

export type Tone = 'neutral' | 'accent' | 'ok' | 'warn' | 'danger' | 'info';

const tones: Record<Tone, string> = {
  neutral: 'bg-sunken text-muted',
  accent: 'bg-accent-soft text-accent-text',
  ok: 'bg-ok-soft text-ok',
  warn: 'bg-warn-soft text-warn',
  danger: 'bg-danger-soft text-danger',
  info: 'bg-info-soft text-info',
};

export function Badge({ tone = 'neutral', children, className }: { tone?: Tone; children: ReactNode; className?: string }) {
  return (
    <span
      className={cx(
        'inline-flex h-5 max-w-full shrink-0 items-center gap-1 rounded-sm px-1.5 text-xs font-medium whitespace-nowrap',
        tones[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}

const kindIcons: Record<StatusKind, [LucideIcon, string]> = {
  open: [Circle, 'text-faint'],
  active: [CircleDot, 'text-info'],
  done: [CircleCheck, 'text-ok'],
  cancelled: [CircleX, 'text-faint'],
};

export function StatusIcon({ kind, className }: { kind: StatusKind; className?: string }) {
  const [Icon, tint] = kindIcons[kind];
  return <Icon aria-hidden="true" className={cx('size-4 shrink-0', tint, className)} />;
}

/** Icon and word of a task's status. */
export function StatusPill({ kind, name }: { kind: StatusKind; name: string }) {
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5 text-sm">
      <StatusIcon kind={kind} />
      <span className="truncate">{name}</span>
    </span>
  );
}

const projectIcons: Record<ProjectStatus, [LucideIcon, string]> = {
  planned: [CircleDashed, 'text-faint'],
  active: [CircleDot, 'text-info'],
  on_hold: [CirclePause, 'text-warn'],
  done: [CircleCheck, 'text-ok'],
  cancelled: [CircleX, 'text-faint'],
};

export function ProjectStatusIcon({ status }: { status: ProjectStatus }) {
  const [Icon, tint] = projectIcons[status];
  return <Icon aria-hidden="true" className={cx('size-4 shrink-0', tint)} />;
}

/** Icon and word of a project's status. */
export function ProjectStatusPill({ status }: { status: ProjectStatus }) {
  const { t } = useTranslation();
  return (
    <span className="flex min-w-0 items-center gap-1.5 text-sm">
      <ProjectStatusIcon status={status} />
      <span className="truncate">{t(`projectStatus.${status}`)}</span>
    </span>
  );
}

const priorityIcons: Record<Priority, [LucideIcon, string]> = {
  low: [SignalLow, 'text-faint'],
  normal: [SignalMedium, 'text-muted'],
  high: [SignalHigh, 'text-warn'],
  urgent: [TriangleAlert, 'text-danger'],
};

/** With its word for screen readers, unless the word stands beside it (`decorative`). */
export function PriorityIcon({ priority, decorative }: { priority: Priority; decorative?: boolean }) {
  const { t } = useTranslation();
  const [Icon, tint] = priorityIcons[priority];
  return (
    <>
      <Icon aria-hidden="true" className={cx('size-4 shrink-0', tint)} />
      {!decorative && <span className="sr-only">{t(`priority.${priority}`)}</span>}
    </>
  );
}
