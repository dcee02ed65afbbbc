// What can be done with a file by its media type, which the server tells by its bytes: which ones a browser can show.
import { locale } from '@/lib/format';

export type FileKind = 'image' | 'pdf' | 'text' | 'audio' | 'video' | 'archive' | 'other';

const images = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp'];
const archives = ['application/zip', 'application/gzip', 'application/x-tar', 'application/x-7z-compressed', 'application/vnd.rar', 'application/x-bzip2', 'application/x-xz', 'application/zstd'];

export function kindOf(type: string): FileKind {
  if (images.includes(type)) return 'image';
  if (type === 'application/pdf') return 'pdf';
  if (type === 'text/plain') return 'text';
  if (type.startsWith('audio/')) return 'audio';
  if (type.startsWith('video/')) return 'video';
  return archives.includes(type) ? 'archive' : 'other';
}

/** The server makes small pictures of these. */
const pictures = ['image/gif', 'image/jpeg', 'image/png', 'image/webp'];
export const hasThumbnail = (type: string): boolean => pictures.includes(type);

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** `2.4 MB`, in the reader's language. */
export function formatBytes(size: number): string {
  const step = size < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(size) / 3));
  const value = size / 1000 ** step;
  return new Intl.NumberFormat(locale(), { style: 'unit', unit: units[step] ?? 'byte', unitDisplay: step === 0 ? 'long' : 'short', maximumFractionDigits: value < 10 && step > 0 ? 1 : 0 }).format(value);
}

/** Ending of a name in capitals, as a mark: `PDF`. */
export function endingOf(name: string): string {
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 ? name.slice(dot + 1) : '';
  return ending.length <= 5 ? ending.toUpperCase() : '';
}
