// How far a project's plan has moved from a baseline.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Camera, GitCompareArrows } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Baseline, Project } from '@/api/types';
import { LoadError } from '@/features/frame/Pages';
import { useOrg } from '@/features/org/useOrg';
import { today } from '@/lib/format';
import { toastError } from '@/lib/messages';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { SkeletonRows } from '@/ui/Skeleton';
import { BaselineTools } from './baseline/BaselineTools';
import { FreezeDialog } from './baseline/FreezeDialog';
import { useBaselines, useBaselineWrites, useVariance } from './baseline/useBaselines';
import { linesOf, sorted, totalsOf, type SortKey } from './baseline/variance';
import { VarianceCards } from './baseline/VarianceCards';
import { VarianceTable, type Sort } from './baseline/VarianceTable';
import { useNarrow } from './parts/useMedia';
import { useProjectTasks } from './task/tasks';
import { treeOrder } from './task/tree';
import { remember } from './task/undo';
import { useUndoKeys } from './useWorkKeys';

/** How far a project's plan has moved from a baseline. */
export function ProjectBaselines({ project }: { project: Project }) {
  const { t } = useTranslation('baseline');
  const { organization, may } = useOrg();
  const search = useSearch({ from: '/signed-in/o/$org/projects/$project' });
  const navigate = useNavigate();
  const narrow = useNarrow();
  const { baselines, isPending, error, refetch } = useBaselines(project.id);
  const chosen = baselines.find(({ id }) => id === search.baseline) ?? baselines[0];
  const variance = useVariance(project.id, chosen?.id);
  const { tree, progress, retry, error: taskError } = useProjectTasks(project.id);
  const [sort, setSort] = useState<Sort>({ key: null, down: true });
  const [freezing, setFreezing] = useState(false);
  const writes = useBaselineWrites(project.id);
  useUndoKeys();

  const all = useMemo(() => {
    if (!variance.data) return undefined;
    return linesOf(variance.data, treeOrder(tree), (task) => task.currency ?? project.currency ?? organization.currency);
  }, [variance.data, tree, project.currency, organization.currency]);
  const totals = useMemo(() => all && totalsOf(all), [all]);
  const changedOnly = search.changed === true;
  const lines = useMemo(() => {
    const shown = (all ?? []).filter(({ state }) => !changedOnly || state !== 'unchanged');
    return sort.key ? sorted(shown, sort.key, sort.down) : shown;
  }, [all, changedOnly, sort]);

  const go = (change: { baseline?: string | undefined; changed?: true | undefined }) =>
    void navigate({ to: '.', search: (old: Record<string, unknown>) => ({ ...old, ...change }), replace: true });
  // Largest first, smallest first, as in the plan.
  const sortBy = (key: SortKey) => setSort(sort.key !== key ? { key, down: key !== 'title' } : sort.down === (key !== 'title') ? { key, down: !sort.down } : { key: null, down: true });
  const trash = (baseline: Baseline) => {
    const remove = () => writes.trash(baseline.id);
    remove().then(() => remember({ undo: () => writes.restore(baseline.id), redo: remove }, t('trashed', { name: baseline.name })), toastError);
  };
  const frozen = (made?: Baseline) => {
    setFreezing(false);
    if (!made) return;
    go({ baseline: made.id });
    remember({ undo: () => writes.trash(made.id), redo: () => writes.restore(made.id) }, t('frozen', { name: made.name }));
  };
  const mayFreeze = may('baseline:write');
  const failed = error ?? variance.error ?? taskError;
  const label = t('label', { project: project.name, name: chosen?.name ?? '' });
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <BaselineTools
        project={project}
        baselines={baselines}
        chosen={chosen}
        onChoose={(baseline) => go({ baseline })}
        changedOnly={changedOnly}
        onChangedOnly={(only) => go({ changed: only || undefined })}
        totals={totals}
        onFreeze={mayFreeze && chosen ? () => setFreezing(true) : undefined}
        onTrash={trash}
      />
      {failed && !all ? (
        <LoadError
          error={failed}
          onRetry={() => {
            void refetch();
            void variance.refetch();
            retry();
          }}
        />
      ) : isPending || (chosen && (!all || progress !== null)) ? (
        <SkeletonRows rows={14} />
      ) : !chosen ? (
        <EmptyState icon={GitCompareArrows} title={t('empty.title')} text={mayFreeze ? t('empty.text') : t('empty.reader')}>
          {mayFreeze && (
            <Button kind="primary" onClick={() => setFreezing(true)}>
              <Camera className="size-4" aria-hidden="true" />
              {t('freeze.action')}
            </Button>
          )}
        </EmptyState>
      ) : lines.length === 0 ? (
        <EmptyState icon={GitCompareArrows} title={t('same.title')} text={t('same.text', { name: chosen.name })}>
          {changedOnly && <Button onClick={() => go({ changed: undefined })}>{t('same.all')}</Button>}
        </EmptyState>
      ) : narrow ? (
        totals && <VarianceCards label={label} lines={lines} totals={totals} />
      ) : (
        totals && <VarianceTable label={label} lines={lines} totals={totals} sort={sort} onSort={sortBy} />
      )}
      {freezing && <FreezeDialog today={today(organization.timeZone)} onFreeze={writes.freeze} onClose={frozen} />}
    </div>
  );
}
