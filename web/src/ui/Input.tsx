import { Field } from '@base-ui/react/field';
import { Input as Base } from '@base-ui/react/input';
import type { ComponentProps } from 'react';
import { cx } from '@/lib/cx';

export function Input({ className, ...rest }: ComponentProps<typeof Base> & { className?: string }) {
  return <Base className={cx('control', className)} {...rest} />;
}

/** Grows with its text from so many rows. */
export function Textarea({ className, rows = 4, ref, ...rest }: ComponentProps<'textarea'>) {
  return (
    <Field.Control
      render={<textarea rows={rows} ref={ref} style={{ minHeight: `calc(${rows}lh + 14px)` }} className={cx('control field-sizing-content h-auto max-h-80 resize-y py-1.5', className)} {...rest} />}
    />
  );
}
