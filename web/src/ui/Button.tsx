import type { ComponentProps, ReactNode } from 'react';
import { cx } from '@/lib/cx';
import { Spinner } from './Spinner';
import { Tooltip } from './Tooltip';

export type ButtonKind = 'primary' | 'secondary' | 'ghost' | 'danger';
export type ButtonSize = 'sm' | 'md';

const kinds: Record<ButtonKind, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover',
  secondary: 'border border-line-strong bg-surface text-text hover:bg-hover',
  ghost: 'text-muted hover:bg-hover hover:text-text',
  danger: 'border border-danger/50 bg-surface text-danger hover:bg-danger-soft',
};
const sizes: Record<ButtonSize, string> = { sm: 'h-7 px-2 gap-1.5', md: 'h-8 px-3 gap-2' };

/** The look of a button, for links that stand where buttons stand. */
export const buttonClass = (kind: ButtonKind = 'secondary', size: ButtonSize = 'md'): string =>
  cx(
    'inline-flex shrink-0 items-center justify-center rounded-md text-sm font-medium whitespace-nowrap transition-colors select-none',
    'disabled:cursor-not-allowed disabled:opacity-55',
    kinds[kind],
    sizes[size],
  );

interface ButtonProps extends ComponentProps<'button'> {
  kind?: ButtonKind;
  size?: ButtonSize;
  /** Shows that it works and takes no second click. */
  busy?: boolean;
}

export function Button({ kind, size, busy = false, className, children, disabled, type, ...rest }: ButtonProps) {
  return (
    <button
      type={type ?? 'button'}
      className={cx(buttonClass(kind, size), className)}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {busy && <Spinner />}
      {children}
    </button>
  );
}

interface IconButtonProps extends ComponentProps<'button'> {
  /** Its name for screen readers and its tooltip. */
  label: string;
  /** Keys to show in the tooltip. */
  keys?: string;
  children: ReactNode;
  size?: ButtonSize;
}

export function IconButton({ label, keys, size = 'md', className, children, type, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} {...(keys ? { keys } : {})}>
      <button
        type={type ?? 'button'}
        aria-label={label}
        className={cx(
          'inline-flex shrink-0 items-center justify-center rounded-md text-muted transition-colors hover:bg-hover hover:text-text',
          'disabled:cursor-not-allowed disabled:opacity-50 data-popup-open:bg-hover data-popup-open:text-text [&_svg]:size-4',
          size === 'sm' ? 'size-6' : 'size-8',
          className,
        )}
        {...rest}
      >
        {children}
      </button>
    </Tooltip>
  );
}
