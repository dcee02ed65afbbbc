import type { ReactNode } from 'react';
import { cx } from '@/lib/cx';
import { usePanel } from './context';

interface SectionProps {
  title: string;
  /** In place of the plain title, to edit it. */
  heading?: ReactNode;
  /** Behind the title: a count, a progress. */
  extra?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}

/** A part of the task with a heading. */
export function Section({ title, heading, extra, action, children }: SectionProps) {
  const { mode } = usePanel();
  const Heading = mode === 'page' ? 'h2' : 'h3';
  return (
    <section aria-label={title} className="border-t pt-3">
      <div className="flex h-7 items-center gap-2">
        <Heading className={cx('text-sm', Boolean(heading) && 'min-w-0 flex-1')}>{heading || title}</Heading>
        {extra && <span className="nums shrink-0 text-xs text-muted">{extra}</span>}
        {action && <span className="ml-auto shrink-0">{action}</span>}
      </div>
      {children}
    </section>
  );
}
