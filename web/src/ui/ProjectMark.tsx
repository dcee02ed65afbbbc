import { cx } from '@/lib/cx';
import { tinted } from './tint';

interface ProjectMarkProps {
  /** The project's key: it stays for good, and so does the colour. */
  code: string;
  size?: 16 | 20 | 24;
  className?: string;
}

/** A project's colour with the first letter of its key. Decoration beside its name. */
export function ProjectMark({ code, size = 16, className }: ProjectMarkProps) {
  return (
    <span
      aria-hidden="true"
      className={cx('tint-soft inline-flex shrink-0 items-center justify-center rounded-sm font-semibold select-none', className)}
      style={{ ...tinted(code), width: size, height: size, fontSize: Math.round(size * 0.6) }}
    >
      {[...code][0]}
    </span>
  );
}
