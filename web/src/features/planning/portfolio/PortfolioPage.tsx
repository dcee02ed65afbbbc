// All projects at a glance.
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { ChartGantt, Plus, SearchX } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '@/features/frame/Page';
import { Forbidden, LoadError } from '@/features/frame/Pages';
import { useOrg } from '@/features/org/useOrg';
import { useNarrow } from '@/features/work/parts/useMedia';
import { useActions } from '@/lib/actions';
import { portfolioZooms } from '@/routes/search';
import { Button, buttonClass } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { SkeletonRows } from '@/ui/Skeleton';
import { useReach } from '../useReach';
import { FigureCards } from './FigureCards';
import { Figures } from './Figures';
import { orderOf, shownOf, sortOf } from './order';
import { Timeline } from './Timeline';
import { Tools } from './Tools';
import { usePortfolio } from './usePortfolio';

export function PortfolioPage() {
  const { t } = useTranslation('planning');
  const { portfolio } = useReach();
  return (
    <Page title={t('portfolio.title')} fixed>
      {portfolio ? <Portfolio /> : <Forbidden />}
    </Page>
  );
}

function Portfolio() {
  const { t } = useTranslation('planning');
  const search = useSearch({ from: '/signed-in/o/$org/portfolio' });
  const { zoom = 'quarter', sort, status, owner, table } = search;
  const navigate = useNavigate();
  const { data, error, refetch } = usePortfolio();
  const [asked, setAsked] = useState(0);
  const Table = useNarrow() ? FigureCards : Figures;
  const projects = data?.data;
  const shown = useMemo(() => projects && shownOf(projects, { status, owner }, orderOf(sort)), [projects, status, owner, sort]);
  const change = (changes: object) => void navigate({ to: '.', search: (old: Record<string, unknown>) => ({ ...old, ...changes }), replace: true });
  const zoomBy = (by: 1 | -1) => {
    const next = portfolioZooms[portfolioZooms.indexOf(zoom) + by];
    if (next) change({ zoom: next === 'quarter' ? undefined : next });
  };
  useActions([
    { id: 'portfolio.in', label: t('portfolio.zoom.in'), group: t('portfolio.title'), keys: '+', run: () => zoomBy(-1) },
    { id: 'portfolio.out', label: t('portfolio.zoom.out'), group: t('portfolio.title'), keys: '-', run: () => zoomBy(1) },
  ]);
  if (error && !projects) return <LoadError error={error} onRetry={() => void refetch()} />;
  if (!projects || !shown) return <SkeletonRows rows={10} />;
  if (projects.length === 0) return <NoProjects />;
  return (
    <>
      <Tools projects={projects} search={search} onChange={change} onToday={() => setAsked(asked + 1)} />
      {shown.length === 0 ? (
        <EmptyState icon={SearchX} title={t('portfolio.nothing')} text={t('portfolio.nothingText')}>
          <Button onClick={() => change({ status: 'all', owner: undefined })}>{t('portfolio.showAll')}</Button>
        </EmptyState>
      ) : table ? (
        <Table projects={shown} order={orderOf(sort)} onSort={(column, down) => change({ sort: sortOf(column, down) })} />
      ) : (
        <Timeline projects={shown} zoom={zoom} asked={asked} />
      )}
    </>
  );
}

function NoProjects() {
  const { t } = useTranslation(['planning', 'org']);
  const { may } = useOrg();
  return (
    <EmptyState icon={ChartGantt} title={t('portfolio.empty')} text={t('portfolio.emptyText')}>
      {may('project:create') && (
        <Link to="." search={{ dialog: 'new-project' }} className={buttonClass('primary')}>
          <Plus className="size-4" aria-hidden="true" />
          {t('org:project.new')}
        </Link>
      )}
    </EmptyState>
  );
}
