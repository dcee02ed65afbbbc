// Why a file can't be imported, in the reader's language.
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/errors';
import { messageOf } from '@/lib/messages';

const known = ['unknown_format', 'empty', 'truncated', 'malformed', 'not_trello', 'too_large', 'invalid_encoding'] as const;

export interface FileProblem {
  text: string;
  /** Where in the file, as the server tells it. */
  place?: string;
}

export function useFileProblem(): (error: unknown, file: string) => FileProblem {
  const { t } = useTranslation('imports');
  return (error, file) => {
    const fault = error instanceof ApiError ? error.fields[0] : undefined;
    const code = error instanceof ApiError && error.status === 413 ? 'too_large' : fault?.code.replace(/^malformed_.*/, 'malformed');
    const found = known.find((name) => name === code);
    if (!found) return { text: messageOf(error) };
    const tellsWhere = found === 'truncated' || found === 'malformed' || found === 'invalid_encoding';
    return { text: t(`error.${found}`, { file }), ...(tellsWhere && fault ? { place: fault.detail } : {}) };
  };
}
