// What the forms share: server errors land at their fields, everything typed stays.
import type { FieldValues, Path, UseFormReturn } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Declined } from '@/api/cascade';
import { ApiError } from '@/api/errors';
import { messageOf, sentence } from './messages';

/** Rules that forms check before sending; each is the name of a text under `rules`. */
export type Rule = 'required' | 'email' | 'password' | 'key' | 'order' | 'noOptions' | 'sameOption';

/**
 * Puts a refused request's problems at the form's fields, and the rest above the form. `atCode` names the field of a
 * conflict, which has no pointer: a taken key or address.
 */
export function applyError<V extends FieldValues>(
  form: UseFormReturn<V>,
  error: unknown,
  atCode: Readonly<Record<string, Path<V>>> = {},
): void {
  if (error instanceof Declined) return;
  const names = Object.keys(form.getValues());
  const placed = (error instanceof ApiError ? error.fields : []).filter(({ pointer, detail }) => {
    const name = pointer.split('/')[1] ?? '';
    if (!names.includes(name)) return false;
    form.setError(name as Path<V>, { message: sentence(detail) }, { shouldFocus: true });
    return true;
  });
  const field = error instanceof ApiError ? atCode[error.code] : undefined;
  if (placed.length > 0) return;
  if (field) form.setError(field, { message: messageOf(error) }, { shouldFocus: true });
  else form.setError('root', { message: messageOf(error) });
}

/** The text of a field's error: ours are names of rules, the server's are sentences. */
export function useErrorText(): (error: { message?: string } | undefined) => string | undefined {
  const { t, i18n } = useTranslation();
  return (error) => {
    const message = error?.message;
    if (!message) return undefined;
    return i18n.exists(`rules.${message}`) ? t(`rules.${message as Rule}`) : message;
  };
}
