import { cx } from '@/lib/cx';

/** A turning ring; decoration beside words that say what is happening. */
export function Spinner({ className }: { className?: string }) {
  return (
    <svg className={cx('size-3.5 animate-spin motion-reduce:animate-none', className)} viewBox="0 0 16 16" aria-hidden="true">
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2" opacity="0.25" />
      <path d="M14 8a6 6 0 0 0-6-6" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
