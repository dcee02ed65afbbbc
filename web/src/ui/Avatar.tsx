import { cx } from '@/lib/cx';
import { tinted } from './tint';

/** One or two letters that stand for a name, also for scripts without spaces. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  // One ideograph says as much as two letters.
  if (/^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}]/u.test(name.trim())) return [...name.trim()][0] ?? '?';
  const first = [...(words[0] ?? '')][0] ?? '?';
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return (first + last).toUpperCase();
}

interface AvatarProps {
  name: string;
  /** Keeps the colour when the name changes. */
  id?: string;
  size?: 18 | 20 | 24 | 32;
  /** A person without an account: a dashed ring and a paler colour. */
  placeholder?: boolean;
}

/** Decoration beside a name. Where the name is not shown, wrap it in a Tooltip and give that element the name. */
export function Avatar({ name, id, size = 20, placeholder }: AvatarProps) {
  return (
    <span
      aria-hidden="true"
      className={cx(
        'inline-flex shrink-0 items-center justify-center rounded-full font-medium select-none',
        placeholder ? 'tint-soft border border-dashed border-(--tint)/60' : 'bg-(--tint) text-on-accent',
      )}
      style={{ ...tinted(id ?? name), width: size, height: size, fontSize: Math.round(size * 0.42) }}
    >
      {initials(name)}
    </span>
  );
}
