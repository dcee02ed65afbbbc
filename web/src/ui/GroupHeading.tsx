import type { ReactNode } from 'react';
import { formatNumber } from '@/lib/format';

/** The line above a group of rows on a page of lists. */
export function GroupHeading({ title, count, children }: { title: string; count: number; children?: ReactNode }) {
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-2 border-b bg-canvas px-4 py-1.5 text-xs">
      <h2 className="font-medium text-muted">{title}</h2>
      <span className="nums text-faint">{formatNumber(count)}</span>
      {children && <p className="basis-full text-muted sm:ml-2 sm:basis-auto">{children}</p>}
    </div>
  );
}
