// What a currency is worth in another one, from a day on. Reports convert by these rates and by nothing else.
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ArrowLeftRight, ClipboardPaste, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '@/api/cache';
import { request } from '@/api/client';
import type { CurrencyRate, Page } from '@/api/types';
import { Forbidden, LoadError } from '@/features/frame/Pages';
import { SettingsFrame } from '@/features/org/settings/Frame';
import { useOrg } from '@/features/org/useOrg';
import { useUndoKeys } from '@/features/work/useWorkKeys';
import { cx } from '@/lib/cx';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { SkeletonRows } from '@/ui/Skeleton';
import { LoadMore } from '../expense/LoadMore';
import { CurrencyRateDialog } from './CurrencyRateDialog';
import { CurrencyTable } from './CurrencyTable';
import { PasteDialog } from './PasteDialog';
import { useCurrencyRateWrites } from './useRateWrites';

export function CurrencyRatesPage() {
  const { t } = useTranslation('admin');
  const { may } = useOrg();
  if (may('currency-rate:read')) return <Rates />;
  return (
    <SettingsFrame title={t('nav.currencies')}>
      <Forbidden />
    </SettingsFrame>
  );
}

const pairOf = ({ from, to }: CurrencyRate): string => `${from}-${to}`;

function Rates() {
  const { t } = useTranslation(['rates', 'admin']);
  const { id, may } = useOrg();
  const { pair } = useSearch({ from: '/signed-in/o/$org/settings/currencies' });
  const navigate = useNavigate();
  const writes = useCurrencyRateWrites();
  const [editing, setEditing] = useState<CurrencyRate | 'new' | null>(null);
  const [pasting, setPasting] = useState(false);
  const [from, to] = pair?.split('-') ?? [];
  const query = { from, to };
  const list = useInfiniteQuery({
    queryKey: [...keys.collection(id, 'currency-rates'), 'pages', query],
    queryFn: ({ pageParam, signal }) => request<Page<CurrencyRate>>('GET', `/organizations/${id}/currency-rates`, { query: { ...query, sort: '-date,-createdAt', limit: 100, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
  const rates = list.data?.pages.flatMap((page) => page.data) ?? [];
  const [known, setKnown] = useState<ReadonlySet<string>>(new Set());
  // Pairs once seen stay to choose from while one of them is shown alone.
  const pairs = new Set([...known, ...rates.map(pairOf), ...(pair ? [pair] : [])]);
  if (pairs.size > known.size) setKnown(pairs);
  useUndoKeys();
  const actions = may('currency-rate:write') && (
    <>
      <Button onClick={() => setPasting(true)}>
        <ClipboardPaste className="size-4" aria-hidden="true" />
        <span className="max-sm:sr-only">{t('currency.paste')}</span>
      </Button>
      <Button kind="primary" onClick={() => setEditing('new')}>
        <Plus className="size-4" aria-hidden="true" />
        {t('currency.add')}
      </Button>
    </>
  );
  return (
    <SettingsFrame title={t('admin:nav.currencies')} actions={actions}>
      <p className="border-b px-4 py-3 text-sm text-muted">{t('currency.text')}</p>
      {(pairs.size > 1 || pair) && (
        <div role="group" aria-label={t('currency.pairs')} className="flex flex-wrap gap-1.5 border-b px-3 py-2">
          {[undefined, ...[...pairs].toSorted()].map((one) => (
            <button
              key={one ?? ''}
              type="button"
              aria-pressed={one === pair}
              onClick={() => void navigate({ to: '.', search: one ? { pair: one } : {}, replace: true })}
              className={cx('nums h-7 rounded-full border px-3 text-sm', one === pair ? 'border-accent bg-accent-soft font-medium text-accent-text' : 'text-muted hover:bg-hover')}
            >
              {one ? one.replace('-', ' → ') : t('currency.all')}
            </button>
          ))}
        </div>
      )}
      {list.isPending && <SkeletonRows rows={8} />}
      {list.error && !list.data && <LoadError error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && rates.length === 0 && <EmptyState icon={ArrowLeftRight} title={t('currency.none')} text={t('currency.noneText')} />}
      {rates.length > 0 && <CurrencyTable rates={rates} onEdit={setEditing} onRemove={writes.remove} />}
      {list.hasNextPage && <LoadMore busy={list.isFetchingNextPage} onMore={() => void list.fetchNextPage()} />}
      {editing && <CurrencyRateDialog rate={editing === 'new' ? null : editing} pair={pair} writes={writes} onClose={() => setEditing(null)} />}
      {pasting && <PasteDialog onPaste={writes.createAll} onClose={() => setPasting(false)} />}
    </SettingsFrame>
  );
}
