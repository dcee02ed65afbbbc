import type { ReactNode } from 'react';

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
  return (
    <section aria-label={title} className="border-t pt-3">
      <div className="flex h-7 items-center gap-2">
        {heading || <h3 className="text-sm">{title}</h3>}
        {extra && <span className="nums shrink-0 text-xs text-muted">{extra}</span>}
        {action && <span className="ml-auto shrink-0">{action}</span>}
      </div>
      {children}
    </section>
  );
}
