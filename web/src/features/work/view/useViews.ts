// Saved views of a project's tasks: filter, words, columns, list or board, under a name; one's own or shared.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { mapCached } from '@/api/cache';
import { allOptions, refresh, write } from '@/api/collections';
import type { Id, Project, View } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { compareText } from '@/lib/collate';
import { toastError } from '@/lib/messages';
import { useStored } from '../parts/stored';
import type { Filter } from '../task/filter';
import { remember } from '../task/undo';

export type ViewLayout = keyof typeof addresses;

/** Which columns the table or fields the cards show, and how to show others. */
export interface ViewColumns {
  shown: readonly string[];
  show: (keys: readonly string[]) => void;
}

export interface Showing {
  filter: Filter;
  layout: ViewLayout;
  columns?: ViewColumns | undefined;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const addresses = { list: '/o/$org/projects/$project/list', board: '/o/$org/projects/$project/board', calendar: '/o/$org/projects/$project/calendar' } as const;
const isLayout = (value: string | undefined): value is ViewLayout => value !== undefined && value in addresses;

export const queryOf = ({ filter, layout, columns }: Showing): View['query'] => ({
  ...(filter.filter ? { filter: filter.filter } : {}),
  ...(filter.q ? { q: filter.q } : {}),
  layout,
  ...(columns ? { columns: [...columns.shown] } : {}),
});

/** Whether the screen no longer shows what the view keeps. */
export function differs(view: View, { filter, layout, columns }: Showing): boolean {
  const { query } = view;
  const same = (query.filter ?? '') === (filter.filter ?? '') && (query.q ?? '') === (filter.q ?? '') && (query.layout ?? layout) === layout;
  return !same || (columns !== undefined && (query.columns?.length ?? 0) > 0 && query.columns?.join() !== columns.shown.join());
}

export function useViews(project: Project, showing: Showing) {
  const { t } = useTranslation('work');
  const { id: org, me } = useOrg();
  const client = useQueryClient();
  const { view: at } = useSearch({ from: '/signed-in/o/$org/projects/$project' });
  const { data } = useQuery({ ...allOptions(org, 'views', { area: 'tasks' }), staleTime: 60_000 });
  const views = useMemo(
    () => (data?.data ?? []).filter(({ projectId }) => projectId === null || projectId === project.id).toSorted((a, b) => compareText(a.name, b.name)),
    [data, project.id],
  );
  const [standard, setStandard] = useStored(`view.${project.id}`, '', isText);
  const open = useOpenView(project, showing);
  useStandard(views, standard, showing, at, open);
  const current = views.find(({ id }) => id === at);
  useKeptColumns(current, showing);
  const again = () => refresh(client, org, 'views');
  const change = (view: View, fields: Partial<View>) => {
    mapCached(client, org, 'views', view.id, (one) => ({ ...one, ...fields }));
    return write.patch(org, 'views', view.id, fields).then(
      (saved) => mapCached(client, org, 'views', saved.id, () => saved),
      (error: unknown) => {
        void again();
        throw error;
      },
    );
  };
  return {
    views,
    current,
    standard,
    setStandard,
    mine: (view: View) => view.ownerId === me.id,
    open,
    create: async (name: string, shared: boolean) => {
      const made = await write.create(org, 'views', { name, shared, area: 'tasks', projectId: project.id, query: queryOf(showing) });
      await again();
      open(made);
    },
    change,
    trash: (view: View) => {
      const remove = async () => {
        mapCached(client, org, 'views', view.id, () => null);
        await write.trash(org, 'views', view.id);
      };
      const back = () => write.restore(org, 'views', view.id).then(again);
      remove().then(
        () => remember({ undo: back, redo: remove }, t('toast.viewTrashed', { name: view.name })),
        (error: unknown) => {
          toastError(error);
          void again();
        },
      );
    },
  };
}

const showKept = ({ query }: View, { layout, columns }: Showing): void => {
  if (columns && query.columns && query.columns.length > 0 && (query.layout ?? layout) === layout) columns.show(query.columns);
};

/** A view that the address names, from a link or from the other layout, shows with its columns. */
function useKeptColumns(view: View | undefined, showing: Showing): void {
  const shown = useRef<Id>(undefined);
  useEffect(() => {
    if (!view || view.id === shown.current) return;
    shown.current = view.id;
    showKept(view, showing);
  });
}

/** Goes to what the view keeps; `null` shows everything again. */
function useOpenView(project: Project, showing: Showing) {
  const navigate = useNavigate();
  return (view: View | null, replace = false) => {
    const { filter, q, layout: kept } = view?.query ?? {};
    if (view) showKept(view, showing);
    const to = addresses[isLayout(kept) ? kept : showing.layout];
    void navigate({ to, params: { org: project.organizationId, project: project.key }, search: { ...(filter ? { filter } : {}), ...(q ? { q } : {}), ...(view ? { view: view.id } : {}) }, replace });
  };
}

/** A project opened without any filter begins with the reader's standard view. */
function useStandard(views: readonly View[], standard: Id, { filter }: Showing, at: string | undefined, open: (view: View, replace: boolean) => void): void {
  const done = useRef(Boolean(at || filter.q || filter.filter));
  useEffect(() => {
    const view = views.find(({ id }) => id === standard);
    if (done.current || !view) return;
    done.current = true;
    open(view, true);
  });
}
