import { File, FileArchive, FileAudio, FileImage, FileText, FileType2, FileVideo, type LucideIcon } from 'lucide-react';
import { cx } from '@/lib/cx';
import { kindOf, type FileKind } from './kinds';

const icons: Record<FileKind, LucideIcon> = {
  image: FileImage,
  pdf: FileType2,
  text: FileText,
  audio: FileAudio,
  video: FileVideo,
  archive: FileArchive,
  other: File,
};

/** The kind of a file as a small mark. */
export function KindIcon({ type, className }: { type: string; className?: string }) {
  const Icon = icons[kindOf(type)];
  return <Icon className={cx('size-5 shrink-0 text-faint', className)} strokeWidth={1.5} aria-hidden="true" />;
}
