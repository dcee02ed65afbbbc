// What stands in place of the chart: nothing yet, nothing to show, or a plan that cannot be computed.
import { Link } from '@tanstack/react-router';
import { ListTree, SquareChartGantt, Unlink } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Project } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { messageOf } from '@/lib/messages';
import { Button, buttonClass } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { Skeleton } from '@/ui/Skeleton';
import { ImportLink } from '../parts/ImportLink';

function ListLink({ project, primary }: { project: Project; primary: boolean }) {
  const { t } = useTranslation('gantt');
  const { id } = useOrg();
  return (
    <Link to="/o/$org/projects/$project/list" params={{ org: id, project: project.key }} className={buttonClass(primary ? 'primary' : 'secondary')}>
      <ListTree className="size-4" aria-hidden="true" />
      {t('empty.list')}
    </Link>
  );
}

export function GanttEmpty({ project }: { project: Project }) {
  const { t } = useTranslation('gantt');
  return (
    <EmptyState icon={SquareChartGantt} title={t('empty.title')} text={t('empty.text')}>
      <ListLink project={project} primary />
      <ImportLink />
    </EmptyState>
  );
}

/** Tasks that wait for each other have no dates; the server names them. */
export function GanttConflict({ project, error, onRetry }: { project: Project; error: unknown; onRetry: () => void }) {
  const { t } = useTranslation(['gantt', 'common']);
  return (
    <div role="alert">
      <EmptyState icon={Unlink} title={t('conflict.title')} text={`${messageOf(error)}. ${t('conflict.text')}`}>
        <ListLink project={project} primary />
        <Button onClick={onRetry}>{t('common:actions.retry')}</Button>
      </EmptyState>
    </div>
  );
}

const bars = [
  [0, 52],
  [4, 18],
  [22, 14],
  [30, 26],
  [52, 40],
  [54, 16],
  [70, 20],
  [76, 12],
] as const;

export function GanttSkeleton() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('status.loading')} className="pt-22">
      {bars.map(([left, width]) => (
        <div key={left} className="flex h-row items-center border-b">
          <div className="w-1/3 shrink-0 border-r px-4">
            <Skeleton className="w-3/5" />
          </div>
          <div className="relative h-4 flex-1">
            <span aria-hidden="true" className="skeleton absolute inset-y-0 rounded-sm" style={{ left: `${4 + left * 0.9}%`, width: `${width * 0.9}%` }} />
          </div>
        </div>
      ))}
    </div>
  );
}
