import { request } from '@/api/client';
import type { Event, Id, Page } from '@/api/types';

/** The number of the last event of a project's log; 0 where it cannot be read. */
export const latestSeq = (org: Id, projectId: Id): Promise<number> =>
  request<Page<Event>>('GET', `/organizations/${org}/events`, { query: { projectId, order: 'desc', limit: 1 } }).then(
    (page) => page.data[0]?.seq ?? 0,
    () => 0,
  );
