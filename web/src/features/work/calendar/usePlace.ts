// Which time the calendar shows stands in the address, so that back, reload and a link lead to the same place.
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Day } from '@/api/types';
import type { SpanName } from './weeks';

export function usePlace(today: Day) {
  const { day = today, span = 'month' } = useSearch({ from: '/signed-in/o/$org/projects/$project' });
  const navigate = useNavigate();
  const go = (change: { day?: Day | undefined; span?: SpanName | undefined }) =>
    void navigate({ to: '.', search: (old: Record<string, unknown>) => ({ ...old, ...change }), replace: true });
  return {
    day,
    span,
    /** Without a day: today. */
    show: (next: Day | undefined) => go({ day: next === today ? undefined : next }),
    setSpan: (next: SpanName) => go({ span: next === 'month' ? undefined : next }),
  };
}
