import { useId, type ReactNode } from 'react';
import { cx } from '@/lib/cx';

interface SegmentsProps<V extends string> {
  label: string;
  value: V;
  choices: readonly { value: V; label: string }[];
  onChange: (value: V) => void;
  /** What belongs to the choice, below it. */
  children?: ReactNode;
}

/** A choice of a few that all show. */
export function Segments<V extends string>({ label, value, choices, onChange, children }: SegmentsProps<V>) {
  const name = useId();
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-sm font-medium">{label}</legend>
      <div className="inline-flex max-w-full flex-wrap rounded-md border border-control/70 p-px">
        {choices.map((choice) => (
          <label
            key={choice.value}
            className={cx(
              'flex h-7 cursor-pointer items-center rounded-sm px-2.5 text-sm has-focus-visible:outline-2 has-focus-visible:outline-accent-text',
              choice.value === value ? 'bg-selected font-medium text-text' : 'text-muted hover:text-text',
            )}
          >
            <input type="radio" name={name} className="sr-only" checked={choice.value === value} onChange={() => onChange(choice.value)} />
            {choice.label}
          </label>
        ))}
      </div>
      {children}
    </fieldset>
  );
}
