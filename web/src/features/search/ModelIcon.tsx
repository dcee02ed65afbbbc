import { File, FolderKanban, ListChecks, MessageSquare, Paperclip, Search, SquareCheck, Tag, type LucideIcon } from 'lucide-react';
import { cx } from '@/lib/cx';

const icons: Record<string, LucideIcon> = {
  Task: SquareCheck,
  Project: FolderKanban,
  Comment: MessageSquare,
  Checklist: ListChecks,
  Attachment: Paperclip,
  File,
  Label: Tag,
};

/** What kind of thing was found. */
export function ModelIcon({ model, className }: { model: string; className?: string }) {
  const Icon = icons[model] ?? Search;
  return <Icon className={cx('size-4 shrink-0 text-faint', className)} aria-hidden="true" />;
}
