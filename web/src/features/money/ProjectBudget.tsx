// What a project costs: against its budget, by currency, by task, and over time.
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Clock, Wallet } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day, Id, Project } from '@/api/types';
import { LoadError } from '@/features/frame/Pages';
import { useOrg } from '@/features/org/useOrg';
import { useBaselines } from '@/features/work/baseline/useBaselines';
import { LoadLine } from '@/features/work/parts/LoadLine';
import { useNarrow } from '@/features/work/parts/useMedia';
import { useUndoKeys } from '@/features/work/useWorkKeys';
import { today } from '@/lib/format';
import { Button, buttonClass } from '@/ui/Button';
import { DatePicker } from '@/ui/DatePicker';
import { EmptyState } from '@/ui/EmptyState';
import { Select } from '@/ui/Select';
import { SkeletonRows } from '@/ui/Skeleton';
import { BudgetCard } from './budget/BudgetCard';
import { BudgetCharts } from './budget/BudgetCharts';
import { BudgetDialog } from './budget/BudgetDialog';
import { CurrencyTable } from './budget/CurrencyTable';
import { EarnedValue } from './budget/EarnedValue';
import { NotPricedList } from './budget/NotPricedList';
import { TaskBudget } from './budget/TaskBudget';
import { useBudget, useSetBudget } from './budget/useBudget';
import type { Budget } from './types';

/** What a project costs. */
export function ProjectBudget({ project }: { project: Project }) {
  const { t } = useTranslation('money');
  const { organization, may } = useOrg();
  const { day, interval, baseline } = useSearch({ from: '/signed-in/o/$org/projects/$project' });
  const narrow = useNarrow();
  const query = useBudget(project.id, { statusDate: day, interval, baselineId: baseline });
  const setBudget = useSetBudget(project);
  const [editing, setEditing] = useState(false);
  const { data: budget } = query;
  const edit = may('task:estimate') && project.can.includes('update') ? () => setEditing(true) : undefined;
  useUndoKeys();
  if (query.error && !budget) return <LoadError error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <Tools project={project} budget={budget} today={today(organization.timeZone)} />
      <div className="h-0.5 shrink-0">
        <LoadLine progress={null} filtering={query.isFetching} />
      </div>
      {budget ? (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <div className="@container mx-auto flex max-w-[1280px] flex-col gap-4 p-3 sm:p-4">
            {isEmpty(budget) ? (
              <EmptyState icon={Wallet} title={t('empty.title')} text={t('empty.text')}>
                {edit && (
                  <Button kind="primary" onClick={edit}>
                    {t('budget.set')}
                  </Button>
                )}
              </EmptyState>
            ) : (
              <>
                <div className="grid gap-4 @min-[900px]:grid-cols-[2fr_3fr]">
                  <BudgetCard budget={budget.budget} onEdit={edit} />
                  <CurrencyTable total={budget.total} />
                </div>
                <EarnedValue earned={budget.earnedValue} />
                <BudgetCharts budget={budget} />
                <NotPricedList budget={budget} />
                <TaskBudget projectId={project.id} tasks={budget.tasks} unassigned={budget.unassigned} narrow={narrow} />
              </>
            )}
          </div>
        </div>
      ) : (
        <SkeletonRows rows={12} />
      )}
      {editing && budget && <BudgetDialog budget={budget.budget} currency={budget.currency} onSave={setBudget} onClose={() => setEditing(false)} />}
    </div>
  );
}

const isEmpty = ({ budget, total, notPriced }: Budget): boolean => budget === null && total.amounts.length === 0 && total.hours.estimate === 0 && total.hours.actual === 0 && notPriced.count === 0;

/** As of when, how finely, and against which plan. */
function Tools({ project, budget, today: now }: { project: Project; budget: Budget | undefined; today: Day }) {
  const { t } = useTranslation('money');
  const { id, may } = useOrg();
  const navigate = useNavigate();
  const { baselines } = useBaselines(project.id);
  const go = (change: { day?: Day | undefined; interval?: 'month' | undefined; baseline?: Id | undefined }) =>
    void navigate({ to: '.', search: (old: Record<string, unknown>) => ({ ...old, ...change }), replace: true });
  return (
    <div role="toolbar" aria-label={t('tools.label')} className="flex min-h-10 shrink-0 flex-wrap items-center gap-2 border-b px-2 py-1 sm:px-3">
      <span aria-hidden="true" className="text-sm text-muted">
        {t('tools.statusDate')}
      </span>
      <DatePicker label={t('tools.statusDate')} value={budget?.statusDate ?? now} onChange={(day) => go({ day: day === now ? undefined : (day ?? undefined) })} className="h-7! w-auto!" />
      <Select
        label={t('tools.interval')}
        value={budget?.interval ?? 'week'}
        choices={(['week', 'month'] as const).map((value) => ({ value, label: t(`tools.${value}`) }))}
        onChange={(interval) => go({ interval: interval === 'week' ? undefined : interval })}
        className="h-7! w-38!"
      />
      {baselines.length > 0 && (
        <span className="flex items-center gap-2">
          <span aria-hidden="true" className="text-sm whitespace-nowrap text-muted">
            {t('tools.baseline')}
          </span>
          <Select
            label={t('tools.baseline')}
            value={budget?.baselineId ?? null}
            placeholder={t('tools.noBaseline')}
            choices={baselines.map((one) => ({ value: one.id, label: one.name }))}
            onChange={(baseline) => go({ baseline: baseline === baselines[0]?.id ? undefined : baseline })}
            className="h-7! w-38!"
          />
        </span>
      )}
      {may('expense:create') && (
        <Link to="/o/$org/time" params={{ org: id }} className={`${buttonClass('secondary', 'sm')} ml-auto`}>
          <Clock className="size-4" aria-hidden="true" />
          {t('tools.time')}
        </Link>
      )}
    </div>
  );
}
