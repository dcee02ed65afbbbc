import { Search } from 'lucide-react';
import type { Ref } from 'react';
import { cx } from '@/lib/cx';

interface FilterFieldProps {
  label: string;
  /** By itself the label. */
  placeholder?: string;
  value: string;
  onChange: (text: string) => void;
  className?: string;
  ref?: Ref<HTMLInputElement>;
}

/** Words that narrow what is below, in a bar of tools. Esc empties it, then leaves it. */
export function FilterField({ label, placeholder = label, value, onChange, className, ref }: FilterFieldProps) {
  return (
    <div className={cx('relative', className)}>
      <Search className="pointer-events-none absolute top-1.5 left-2 size-4 text-faint" aria-hidden="true" />
      <input
        ref={ref}
        type="search"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && (value ? onChange('') : event.currentTarget.blur())}
        aria-label={label}
        placeholder={placeholder}
        className="h-7 w-full rounded-md border border-transparent bg-transparent pr-1 pl-8 text-sm hover:border-line-strong focus:border-accent focus:bg-surface"
      />
    </div>
  );
}
