import { cx } from '@/lib/cx';

/** A thin bar: a share from 0 to 1, or moving when `value` is null. */
export function ProgressLine({ value, label, className }: { value: number | null; label: string; className?: string }) {
  const percent = value === null ? null : Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent ?? undefined}
      className={cx('h-1 overflow-hidden rounded-full bg-line', className)}
    >
      <div
        className={cx('h-full rounded-full bg-accent', percent === null && 'w-1/3 animate-[progress-line_1.2s_linear_infinite]')}
        style={percent === null ? undefined : { width: `${percent}%`, transition: 'width var(--motion)' }}
      />
    </div>
  );
}
