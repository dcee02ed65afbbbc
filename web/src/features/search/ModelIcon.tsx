import {
  ClipboardCheck,
  ClipboardList,
  Contact,
  File,
  FolderKanban,
  Handshake,
  ListChecks,
  MessageCircle,
  MessageSquare,
  MessagesSquare,
  Paperclip,
  Phone,
  ReceiptText,
  Search,
  Sparkles,
  SquareCheck,
  Tag,
  type LucideIcon,
} from 'lucide-react';
import { cx } from '@/lib/cx';
import type { SearchModel } from './hits';

const icons: Record<SearchModel, LucideIcon> = {
  Task: SquareCheck,
  Project: FolderKanban,
  Comment: MessageSquare,
  Checklist: ListChecks,
  File,
  Attachment: Paperclip,
  Contact,
  Deal: Handshake,
  CommLog: Phone,
  FormTemplate: ClipboardList,
  FormRequest: ClipboardCheck,
  Expense: ReceiptText,
  ChatRoom: MessagesSquare,
  Message: MessageCircle,
  Label: Tag,
  AISuggestion: Sparkles,
};

/** What kind of thing was found; a kind that this app does not know yet has the glass. */
export function ModelIcon({ model, className }: { model: string; className?: string }) {
  const Icon = model in icons ? icons[model as SearchModel] : Search;
  return <Icon className={cx('size-4 shrink-0 text-faint', className)} aria-hidden="true" />;
}
