import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  /** What this place is for. */
  text: string;
  /** It is the page's own title. */
  page?: boolean;
  /** The first step, as buttons. */
  children?: ReactNode;
}

export function EmptyState({ icon: Icon, title, text, page, children }: EmptyStateProps) {
  const Heading = page ? 'h1' : 'h2';
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-6 py-16 text-center">
      <span className="flex size-11 items-center justify-center rounded-lg border bg-sunken text-muted">
        <Icon className="size-5" aria-hidden="true" />
      </span>
      <Heading className="mt-4 text-lg">{title}</Heading>
      <p className="mt-1 text-base text-muted">{text}</p>
      {children && <div className="mt-5 flex flex-wrap justify-center gap-2">{children}</div>}
    </div>
  );
}
