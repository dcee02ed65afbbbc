// Projects as a table; as cards on narrow screens.
import { Link } from '@tanstack/react-router';
import { ArrowDown, ArrowUp, Lock } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Project } from '@/api/types';
import { useOrg, usePeople } from '@/features/org/useOrg';
import { cx } from '@/lib/cx';
import { formatDay, formatPercent } from '@/lib/format';
import { Avatar } from '@/ui/Avatar';
import { ProjectStatusIcon } from '@/ui/Badge';
import { ProgressLine } from '@/ui/ProgressLine';
import { ProjectMenu } from './Menu';
import { useProgress, type Progress } from './useProgress';

type Column = 'name' | 'status' | 'owner' | 'progress' | 'dates';
interface Sort {
  column: Column;
  down: boolean;
}

/** Up and down move between rows, from link to link. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' || event.key === 'j' ? 1 : event.key === 'ArrowUp' || event.key === 'k' ? -1 : 0;
  if (!step || !(event.target instanceof HTMLAnchorElement)) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>('a[data-row]')];
  const next = links[links.indexOf(event.target) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function useSorted(projects: Project[], sort: Sort, progress: Map<string, Progress>): Project[] {
  const { byId } = usePeople();
  const { i18n } = useTranslation();
  const value: Record<Column, (project: Project) => string | number> = {
    name: (project) => project.name,
    status: (project) => project.status,
    owner: (project) => byId.get(project.ownerId)?.name ?? '',
    progress: ({ id }) => (progress.get(id)?.done ?? 0) / Math.max(1, progress.get(id)?.total ?? 1),
    dates: (project) => project.startDate ?? '9999',
  };
  const collator = new Intl.Collator(i18n.language, { numeric: true });
  const of = value[sort.column];
  return [...projects].sort((a, b) => {
    const [x, y] = [of(a), of(b)];
    const order = typeof x === 'number' && typeof y === 'number' ? x - y : collator.compare(String(x), String(y));
    return sort.down ? -order : order;
  });
}

const columns = ['name', 'status', 'progress', 'owner', 'dates'] as const;
const hidden: Partial<Record<Column, string>> = {
  status: 'hidden md:table-cell',
  owner: 'hidden lg:table-cell',
  dates: 'hidden md:table-cell',
};

export function ProjectTable({ projects }: { projects: Project[] }) {
  const { t } = useTranslation('org');
  const { id } = useOrg();
  const [sort, setSort] = useState<Sort>({ column: 'name', down: false });
  const progress = useProgress(id, projects);
  const sorted = useSorted(projects, sort, progress);
  const sortBy = (column: Column) => setSort({ column, down: sort.column === column && !sort.down });
  if (projects.length === 0) return <p className="px-4 py-8 text-center text-base text-muted">{t('project.filter.nothing')}</p>;
  return (
    <table className="w-full table-fixed text-sm" onKeyDown={moveFocus}>
      <thead className="sticky top-0 z-10 bg-surface">
        <tr className="border-b">
          {columns.map((column) => (
            <th
              key={column}
              scope="col"
              aria-sort={sort.column === column ? (sort.down ? 'descending' : 'ascending') : undefined}
              className={cx('p-0 text-left font-medium', widths[column], hidden[column])}
            >
              <button
                type="button"
                onClick={() => sortBy(column)}
                className={cx('flex h-8 w-full items-center gap-1 text-xs text-muted hover:text-text', column === 'name' ? 'pl-4' : 'pl-2')}
              >
                {t(`project.column.${column}`)}
                {sort.column === column && (sort.down ? <ArrowDown className="size-3" /> : <ArrowUp className="size-3" />)}
              </button>
            </th>
          ))}
          <th className="w-12">
            <span className="sr-only">{t('project.menu')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {sorted.map((project) => (
          <ProjectRow key={project.id} project={project} progress={progress.get(project.id)} />
        ))}
      </tbody>
    </table>
  );
}

const widths: Record<Column, string> = {
  name: '',
  status: 'w-28',
  progress: 'w-28 sm:w-40',
  owner: 'w-44',
  dates: 'w-48',
};

function ProjectRow({ project, progress }: { project: Project; progress: Progress | undefined }) {
  const { t } = useTranslation(['org', 'common']);
  const { id } = useOrg();
  const owner = usePeople().byId.get(project.ownerId);
  const dates = (project.startDate || project.endDate) && `${formatDay(project.startDate)} – ${formatDay(project.endDate)}`;
  const status = t(`common:projectStatus.${project.status}`);
  return (
    <tr className="group relative h-12 border-b hover:bg-hover md:h-row">
      <td className="min-w-0 pl-4">
        <div className="flex min-w-0 items-center gap-2.5">
          <ProjectStatusIcon status={project.status} />
          <div className="min-w-0 py-2 md:py-0">
            <Link
              data-row
              to="/o/$org/projects/$project"
              params={{ org: id, project: project.key }}
              title={project.name}
              className="line-clamp-2 font-medium after:absolute after:inset-0 md:line-clamp-1 md:break-all"
            >
              {project.name}
            </Link>
            <p className="nums truncate text-xs text-muted md:hidden">{[project.key, status, dates].filter(Boolean).join(', ')}</p>
          </div>
          {project.visibility === 'private' && (
            <span title={t('project.private')}>
              <Lock className="size-3.5 text-faint" aria-hidden="true" />
              <span className="sr-only">{t('project.private')}</span>
            </span>
          )}
          <span className="hidden shrink-0 text-xs text-faint md:inline">{project.key}</span>
        </div>
      </td>
      <td className={cx('pl-2 text-muted', hidden.status)}>{status}</td>
      <td className="pr-2 pl-2">
        <ProgressCell progress={progress} />
      </td>
      <td className={cx('pl-2', hidden.owner)}>
        {owner && (
          <span className="flex min-w-0 items-center gap-2">
            <Avatar name={owner.name} id={owner.id} placeholder={owner.placeholder} />
            <span className="truncate" title={owner.name}>
              {owner.name}
            </span>
          </span>
        )}
      </td>
      <td className={cx('nums truncate pl-2 text-muted', hidden.dates)}>{dates}</td>
      <td className="relative z-[1] pr-2 text-right">
        <ProjectMenu project={project} />
      </td>
    </tr>
  );
}

function ProgressCell({ progress }: { progress: Progress | undefined }) {
  const { t } = useTranslation('org');
  if (!progress) return null;
  const share = progress.total ? progress.done / progress.total : 0;
  const words = t('project.progress', { done: progress.done, count: progress.total });
  return (
    <span className="flex items-center gap-2" title={words}>
      <ProgressLine value={share} label={words} className="w-14 flex-1 sm:max-w-24" />
      <span className="nums w-9 text-right text-xs text-muted">{formatPercent(share * 100)}</span>
    </span>
  );
}
