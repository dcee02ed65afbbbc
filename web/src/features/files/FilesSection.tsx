// A part of the task that files can be dropped on or chosen for, with those on their way below what is there.
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Section } from '@/features/work/panel/Section';
import { cx } from '@/lib/cx';
import { Button } from '@/ui/Button';
import { PickFiles } from './PickFiles';
import { UploadRows } from './UploadRows';
import { useDropFiles } from './useDropFiles';
import type { Uploads } from './useUploads';

interface FilesSectionProps {
  title: string;
  /** What the section holds. */
  count: number;
  icon: LucideIcon;
  /** The name of the button that adds. */
  add: string;
  mayAdd: boolean;
  uploads: Uploads;
  /** What this is for, while nothing is there. */
  hint: string;
  /** In place of it while files hang over it. */
  dropHint: string;
  children: ReactNode;
}

export function FilesSection({ title, count, icon: Icon, add, mayAdd, uploads, hint, dropHint, children }: FilesSectionProps) {
  const drop = useDropFiles(mayAdd ? uploads.start : undefined);
  if (count === 0 && !mayAdd) return null;
  return (
    <Section
      title={title}
      extra={count > 0 && count}
      action={
        mayAdd && (
          <PickFiles label={add} onFiles={uploads.start}>
            <Button kind="ghost" size="sm">
              <Icon className="size-4" aria-hidden="true" />
              {add}
            </Button>
          </PickFiles>
        )
      }
    >
      <div {...drop.handlers} className={cx('mt-1 flex flex-col gap-2 rounded-lg', drop.over && 'bg-accent-soft outline-2 outline-offset-2 outline-accent outline-dashed')}>
        {children}
        <UploadRows {...uploads} />
        {mayAdd && <p className={cx('rounded-md border border-dashed px-3 py-2 text-sm text-muted', count + uploads.uploads.length > 0 && !drop.over && 'sr-only')}>{drop.over ? dropHint : hint}</p>}
      </div>
    </Section>
  );
}
