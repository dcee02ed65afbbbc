// Every change of expenses and time. What was done is said, and can be taken back; of several each is tried, and what
// was refused is said too.
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { keys } from '@/api/cache';
import { request } from '@/api/client';
import { refresh, write } from '@/api/collections';
import type { Expense, Id } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { remember } from '@/features/work/task/undo';
import { messageOf } from '@/lib/messages';
import { wayBack, type Status, type Step } from './decisions';
import { pagesKey, type ExpensePages } from './expenses';
import { beforeOf, type EntryBody } from './form';

/** Requests on their way at once. */
const atOnce = 4;
type Said = 'submitted' | 'withdrawn' | 'approved' | 'rejected' | 'handedBack' | 'priced' | 'deleted';

export type ExpenseWrites = ReturnType<typeof useExpenseWrites>;

export function useExpenseWrites() {
  const { t } = useTranslation('expenses');
  const { id: org } = useOrg();
  const client = useQueryClient();
  const path = (id: Id) => `/organizations/${org}/expenses/${id}`;

  const shown = (entry: Expense) => {
    client.setQueryData(keys.one(org, 'expenses', entry.id), entry);
    client.setQueriesData<ExpensePages>({ queryKey: pagesKey(org) }, (all) => all && { ...all, pages: all.pages.map((page) => ({ ...page, data: page.data.map((one) => (one.id === entry.id ? entry : one)) })) });
  };
  const again = async () => {
    for (const other of ['budget', 'timesheet']) void client.invalidateQueries({ queryKey: ['org', org, other] });
    await refresh(client, org, 'expenses');
  };
  const step = (id: Id, to: Step, reason?: string | null) =>
    to === 'submit' || to === 'withdraw' ? request<Expense>('POST', `${path(id)}/${to}`) : request<Expense>('POST', `${path(id)}/decide`, { body: { status: to, ...(reason ? { reason } : {}) } });
  const trash = (id: Id) => write.trash(org, 'expenses', id);
  const restore = (id: Id) => write.restore(org, 'expenses', id);

  /** Does something with each of several; answers those of which it was refused. */
  const attempt = async (entries: readonly Expense[], act: (entry: Expense) => Promise<unknown>): Promise<Map<Id, unknown>> => {
    const refused = new Map<Id, unknown>();
    const waiting = [...entries];
    const work = async () => {
      for (let entry = waiting.shift(); entry; entry = waiting.shift()) {
        const { id } = entry;
        await act(entry).catch((error: unknown) => refused.set(id, error));
      }
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, entries.length) }, work));
    return refused;
  };
  /** Fails as a whole when a part of it was refused. */
  const whole = async (entries: readonly Expense[], act: (entry: Expense) => Promise<unknown>): Promise<void> => {
    const refused = await attempt(entries, act);
    await again();
    const [first] = refused.values();
    if (first) throw first;
  };
  /** As `attempt`, with the words for what was done and the way back, which is there before the change shows. */
  const all = async (entries: readonly Expense[], said: Said, act: (entry: Expense) => Promise<unknown>, back?: (entry: Expense) => Promise<unknown>) => {
    const refused = await attempt(entries, act);
    const done = entries.filter(({ id }) => !refused.has(id));
    const [first] = refused.values();
    if (refused.size > 0) toast.error(t('toast.refused', { count: refused.size, reason: messageOf(first) }));
    const message = t(`toast.${said}`, { count: done.length });
    if (done.length > 0 && back) remember({ undo: () => whole(done, back), redo: () => whole(done, act) }, message);
    else if (done.length > 0) toast.success(message);
    await again();
  };
  /** Brings an entry to how it stands; what was said with a rejection is said again. */
  const stand = (now: Status) => async (before: Expense) => {
    for (const to of wayBack(now, before.status)) shown(await step(before.id, to, before.decisionReason));
  };
  const decided = (entries: readonly Expense[], to: Step, now: Status, said: Said, reason?: string) => all(entries, said, async ({ id }) => shown(await step(id, to, reason)), stand(now));

  return {
    create: async (body: EntryBody): Promise<void> => {
      const { id } = await write.create(org, 'expenses', { ...body });
      remember({ undo: () => trash(id).then(again), redo: () => restore(id).then(again) }, t('toast.created'));
      await again();
    },
    change: async (entry: Expense, changes: Partial<EntryBody>): Promise<void> => {
      const patch = (body: Partial<EntryBody>) => write.patch(org, 'expenses', entry.id, body).then(shown);
      const before = beforeOf(entry, changes);
      await patch(changes);
      remember({ undo: () => patch(before).then(again), redo: () => patch(changes).then(again) }, t('toast.changed'));
      await again();
    },
    trash: (entries: readonly Expense[]) => all(entries, 'deleted', ({ id }) => trash(id), ({ id }) => restore(id)),
    submit: (entries: readonly Expense[]) => decided(entries, 'submit', 'submitted', 'submitted'),
    withdraw: (entries: readonly Expense[]) => decided(entries, 'withdraw', 'draft', 'withdrawn'),
    approve: (entries: readonly Expense[]) => decided(entries, 'approved', 'approved', 'approved'),
    reject: (entries: readonly Expense[], reason: string) => decided(entries, 'rejected', 'rejected', 'rejected', reason),
    handBack: (entries: readonly Expense[]) => decided(entries, 'draft', 'draft', 'handedBack'),
    /** What a rate prices is priced for good: there is no way back. */
    price: (entries: readonly Expense[]) => all(entries, 'priced', async ({ id }) => shown(await request<Expense>('POST', `${path(id)}/price`))),
  };
}
