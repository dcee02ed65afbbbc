import { Checkbox as Base } from '@base-ui/react/checkbox';
import { Check, Minus } from 'lucide-react';
import { cx } from '@/lib/cx';

interface CheckboxProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  /** Its name; shown beside it unless `hideLabel`. */
  label: string;
  hideLabel?: boolean;
  indeterminate?: boolean;
  disabled?: boolean;
  className?: string;
}

export function Checkbox({ checked, onChange, label, hideLabel, indeterminate, disabled, className }: CheckboxProps) {
  const box = (
    <Base.Root
      checked={checked}
      indeterminate={indeterminate ?? false}
      disabled={disabled ?? false}
      onCheckedChange={(next) => onChange(next)}
      aria-label={label}
      className={cx(
        'flex size-4 shrink-0 items-center justify-center rounded-sm border border-control bg-surface transition-colors',
        'data-checked:border-accent data-checked:bg-accent data-indeterminate:border-accent data-indeterminate:bg-accent',
        'data-disabled:opacity-50',
        hideLabel && className,
      )}
    >
      <Base.Indicator className="text-on-accent">
        {indeterminate ? <Minus className="size-3" strokeWidth={3} /> : <Check className="size-3" strokeWidth={3} />}
      </Base.Indicator>
    </Base.Root>
  );
  if (hideLabel) return box;
  return (
    <label className={cx('inline-flex items-center gap-2 text-sm', className)}>
      {box}
      {label}
    </label>
  );
}
