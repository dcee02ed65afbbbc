// Changes of hourly and exchange rates, each with its way back, which is there before the change shows.
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { request } from '@/api/client';
import { refresh, write } from '@/api/collections';
import type { operations } from '@/api/schema';
import type { CurrencyRate, Id, PersonRate, Schemas } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { remember } from '@/features/work/task/undo';
import { toastError } from '@/lib/messages';
import type { NewRate } from './paste';

type Name = 'person-rates' | 'currency-rates';
type Rate = PersonRate | CurrencyRate;

function useRates(name: Name) {
  const { t } = useTranslation('rates');
  const { id: org } = useOrg();
  const client = useQueryClient();
  const again = async () => {
    void client.invalidateQueries({ queryKey: ['org', org, 'budget'] });
    await refresh(client, org, name);
  };
  const trash = (id: Id) => write.trash(org, name, id).then(again);
  const restore = (id: Id) => write.restore(org, name, id).then(again);
  return {
    again,
    create: async (body: object): Promise<void> => {
      const { id } = await write.create(org, name, { ...body });
      remember({ undo: () => trash(id), redo: () => restore(id) }, t('toast.created'));
      await again();
    },
    change: async (rate: Rate, changes: object, before: object): Promise<void> => {
      const patch = (body: object) => write.patch(org, name, rate.id, { ...body });
      await patch(changes);
      remember({ undo: () => patch(before).then(again), redo: () => patch(changes).then(again) }, t('toast.changed'));
      await again();
    },
    remove: ({ id }: Rate): void => {
      const done = () => remember({ undo: () => restore(id), redo: () => trash(id) }, t('toast.removed'));
      write.trash(org, name, id).then(done).then(again).catch(toastError);
    },
  };
}

export function usePersonRateWrites() {
  const { create, change, remove } = useRates('person-rates');
  return {
    remove,
    create: (body: Schemas['PersonRateCreate']) => create(body),
    change: (rate: PersonRate, { from, hourlyRate, currency }: Required<Schemas['PersonRatePatch']>) =>
      change(rate, { from, hourlyRate, currency }, { from: rate.from, hourlyRate: rate.hourlyRate, currency: rate.currency }),
  };
}

type BulkAnswer = operations['currency_rate_bulk']['responses'][200]['content']['application/json'];

/** So many go in one request. */
export const mostPasted = 1_000;

export function useCurrencyRateWrites() {
  const { t } = useTranslation('rates');
  const { id: org } = useOrg();
  const { again, create, change, remove } = useRates('currency-rates');
  const bulk = (operations: object[]) => request<BulkAnswer>('POST', `/organizations/${org}/currency-rates/bulk`, { body: { operations } });
  return {
    remove,
    create: (body: NewRate) => create(body),
    change: (rate: CurrencyRate, changes: { date: string; rate: string }) => change(rate, changes, { date: rate.date, rate: rate.rate }),
    /** All of them, or none. */
    createAll: async (rates: readonly NewRate[]): Promise<void> => {
      const { results } = await bulk(rates.map((rate) => ({ op: 'create', ...rate })));
      const each = (op: 'delete' | 'restore') => bulk(results.map(({ id }) => ({ op, id }))).then(again);
      remember({ undo: () => each('delete'), redo: () => each('restore') }, t('toast.pasted', { count: rates.length }));
      await again();
    },
  };
}
