// What to tell a person about an error: plain words, and what to do.
import { toast } from 'sonner';
import i18n from '@/i18n';
import { Declined } from '@/api/cascade';
import { ApiError } from '@/api/errors';

/** The server's details begin like a part of a sentence; alone they are a whole one. */
export const sentence = (detail: string): string => detail.charAt(0).toLocaleUpperCase() + detail.slice(1);

/** The sentence for an error, in the reader's language where the case is a common one; none for what a person chose. */
export function messageOf(error: unknown): string {
  if (error instanceof Declined) return '';
  if (!(error instanceof ApiError)) return i18n.t('errors.unexpected');
  if (error.offline) return i18n.t('errors.offline');
  if (error.status === 429) return i18n.t('errors.tooMany', { seconds: error.retryAfter ?? 30 });
  if (error.status === 403) return i18n.t('errors.forbidden');
  if (error.status === 404) return i18n.t('errors.notFound');
  if (error.status === 412) return i18n.t('errors.stale');
  if (error.status >= 500) return i18n.t('errors.server');
  return sentence(error.fields[0]?.detail ?? error.message);
}

/** For `catch` and `onError`: the sentence as a toast. */
export const toastError = (error: unknown): void => {
  const message = messageOf(error);
  if (message) toast.error(message);
};
