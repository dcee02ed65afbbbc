// The requests of an import.
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { request } from '@/api/client';
import type { Id, Import } from '@/api/types';
import type { Chosen } from './ChooseFile';

const path = (org: Id, rest = ''): string => `/organizations/${org}/imports${rest}`;

function bodyOf({ file, projectId }: Chosen): FormData {
  const form = new FormData();
  if (projectId) form.set('projectId', projectId);
  form.set('file', file, file.name);
  return form;
}

/** What an import would do; writes nothing. */
export const preview = (org: Id, what: Chosen): Promise<Import> =>
  request('POST', path(org), { body: bodyOf(what), query: { dryRun: true } });

/** Starts an import and answers at once. */
export const start = (org: Id, what: Chosen): Promise<Import> =>
  request('POST', path(org), { body: bodyOf(what), headers: { Prefer: 'respond-async' } });

export const undo = (org: Id, id: Id): Promise<Import> => request('POST', path(org, `/${id}/undo`));

/** One import, asked for again while it runs. When it is over, everything in the organization may have changed. */
export const importOptions = (org: Id, id: Id, client: QueryClient) =>
  queryOptions({
    queryKey: ['imports', org, id],
    queryFn: async ({ signal }) => {
      const report = await request<Import>('GET', path(org, `/${id}`), { signal });
      if (report.status !== 'running') void client.invalidateQueries({ queryKey: ['org', org] });
      return report;
    },
    refetchInterval: (query) => (query.state.data?.status === 'running' ? 500 : false),
  });
