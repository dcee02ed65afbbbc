// Searching everything the reader may see.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Search, SearchX } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LoadError } from '@/features/frame/Pages';
import { Page } from '@/features/frame/Page';
import { useOrg, useProjects } from '@/features/org/useOrg';
import { cx } from '@/lib/cx';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { SkeletonRows } from '@/ui/Skeleton';
import { HitRow } from './HitRow';
import { models, pagesOptions, type SearchModel } from './hits';

export function SearchPage() {
  const { t } = useTranslation(['search', 'common']);
  const { q = '', model } = useSearch({ from: '/signed-in/o/$org/search' });
  return (
    <Page title={t('common:nav.search')} fixed>
      <Bar q={q} model={model} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto w-full max-w-4xl px-2 pb-8 sm:px-4">
          {q === '' ? <EmptyState icon={Search} title={t('start.title')} text={t('start.text')} /> : <Results q={q} model={model} />}
        </div>
      </div>
    </Page>
  );
}

function Bar({ q, model }: { q: string; model: SearchModel | undefined }) {
  const { t } = useTranslation('search');
  const navigate = useNavigate();
  const [text, setText] = useState(q);
  const sent = useRef(q);
  useEffect(() => {
    if (q === sent.current) return;
    sent.current = q;
    setText(q);
  }, [q]);
  useEffect(() => {
    if (text.trim() === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = text.trim();
      void navigate({ to: '.', search: (old: Record<string, unknown>) => ({ ...old, q: text.trim() || undefined }), replace: true });
    }, 150);
    return () => clearTimeout(timer);
  }, [text, navigate]);
  const only = (next: SearchModel | undefined) => void navigate({ to: '.', search: (old: Record<string, unknown>) => ({ ...old, model: next }), replace: true });
  return (
    <div role="search" className="shrink-0 border-b">
      <div className="mx-auto w-full max-w-4xl px-4 pt-3 pb-2">
        <div className="relative">
          <Search className="pointer-events-none absolute top-3 left-3 size-4 text-faint" aria-hidden="true" />
          <input
            type="search"
            autoFocus
            aria-label={t('field')}
            placeholder={t('placeholder')}
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="control h-10 pl-9 text-base"
          />
        </div>
        <div role="group" aria-label={t('kinds')} className="mt-2 flex gap-1 max-sm:-mx-4 max-sm:overflow-x-auto max-sm:px-4 sm:flex-wrap">
          {([undefined, ...models] as const).map((one) => (
            <button
              key={one ?? 'all'}
              type="button"
              aria-pressed={model === one}
              onClick={() => only(one)}
              className={cx('h-7 shrink-0 rounded-md px-2.5 text-sm whitespace-nowrap', model === one ? 'bg-selected font-medium' : 'text-muted hover:bg-hover hover:text-text')}
            >
              {one ? t(`models.${one}`) : t('all')}
            </button>
          ))}
        </div>
      </div>
    </div>
  );
}

function Results({ q, model }: { q: string; model: SearchModel | undefined }) {
  const { t } = useTranslation('search');
  const { id: org } = useOrg();
  const { projects } = useProjects();
  const query = useInfiniteQuery({ ...pagesOptions(org, q, model), placeholderData: (previous) => previous });
  if (query.isPending) return <SkeletonRows rows={6} />;
  if (query.error) return <LoadError error={query.error} onRetry={() => void query.refetch()} />;
  const hits = query.data.pages.flatMap((page) => page.data);
  if (hits.length === 0 && !query.hasNextPage) return <EmptyState icon={SearchX} title={t('none.title', { text: q })} text={t('none.text')} />;
  return (
    <div className={cx('transition-opacity', query.isPlaceholderData && 'opacity-60')} aria-busy={query.isPlaceholderData}>
      {query.data.pages[0]?.corrected && <p className="px-3 pt-3 text-sm text-muted">{t('corrected', { text: q })}</p>}
      <ul aria-label={t('results')} className="flex flex-col py-2">
        {hits.map((hit) => (
          <HitRow key={`${hit.model}${hit.id}`} hit={hit} projects={projects} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button kind="ghost" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </div>
  );
}
