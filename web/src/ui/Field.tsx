// Label, control, help and error of one form field, wired together for screen readers by Base UI's Field:
// any Input, Textarea, Select, Combobox, Checkbox inside finds its label and its error by itself.
import { Field as Base } from '@base-ui/react/field';
import type { ReactNode } from 'react';
import { cx } from '@/lib/cx';

interface FieldProps {
  label: string;
  help?: ReactNode;
  error?: string | undefined;
  /** Shows "optional" instead of marking what is required. */
  optional?: string;
  className?: string;
  children: ReactNode;
}

export function Field({ label, help, error, optional, className, children }: FieldProps) {
  return (
    <Base.Root invalid={Boolean(error)} className={cx('flex min-w-0 flex-col gap-1', className)}>
      <Base.Label className="text-sm font-medium text-text">
        {label}
        {optional && <span className="ml-1.5 font-normal text-faint">{optional}</span>}
      </Base.Label>
      {children}
      {error ? (
        <Base.Error match className="text-sm text-danger">
          {error}
        </Base.Error>
      ) : (
        help && <Base.Description className="text-sm text-muted">{help}</Base.Description>
      )}
    </Base.Root>
  );
}

/** An error of the form as a whole. */
export function FormError({ children }: { children: ReactNode }) {
  if (!children) return null;
  return (
    <p role="alert" className="rounded-md border border-danger/40 bg-danger-soft px-3 py-2 text-sm text-danger">
      {children}
    </p>
  );
}
