// Projects as a table; as cards on narrow screens.
import { useNavigate } from '@tanstack/react-router';
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Project } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { cx } from '@/lib/cx';
import { projectColumns, type ProjectColumn } from '@/routes/search';
import { columnClass, ProjectRow } from './Row';
import { useSorted, type Sort } from './sort';
import { useProgress } from './useProgress';

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

export function ProjectTable({ projects, sort }: { projects: Project[]; sort: Sort }) {
  const { t } = useTranslation(['org', 'common']);
  const { id } = useOrg();
  const progress = useProgress(id);
  const sorted = useSorted(projects, sort, progress);
  if (projects.length === 0) return <p className="px-4 py-8 text-center text-base text-muted">{t('project.filter.nothing')}</p>;
  return (
    <table aria-label={t('common:nav.projects')} className="w-full table-fixed text-sm" onKeyDown={moveFocus}>
      <thead className="sticky top-0 z-10 bg-surface">
        <tr className="border-b">
          {projectColumns.map((column) => (
            <Heading key={column} column={column} sort={sort} />
          ))}
          <th className="w-12">
            <span className="sr-only">{t('project.menu')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {sorted.map((project) => (
          <ProjectRow
            key={project.id}
            project={project}
            progress={progress && (progress.get(project.id) ?? { projectId: project.id, tasks: 0, closed: 0 })}
          />
        ))}
      </tbody>
    </table>
  );
}

function Heading({ column, sort }: { column: ProjectColumn; sort: Sort }) {
  const { t } = useTranslation('org');
  const navigate = useNavigate();
  const current = sort.column === column;
  const Arrow = sort.down ? ArrowDown : ArrowUp;
  const sortBy = () => {
    const next = current && !sort.down ? (`-${column}` as const) : column;
    void navigate({ to: '.', search: (prev: Record<string, unknown>) => ({ ...prev, sort: next }), replace: true });
  };
  return (
    <th
      scope="col"
      aria-sort={current ? (sort.down ? 'descending' : 'ascending') : undefined}
      className={cx('p-0 text-left font-medium', columnClass[column])}
    >
      <button
        type="button"
        onClick={sortBy}
        className={cx('flex h-8 w-full items-center gap-1 text-xs text-muted hover:text-text', column === 'name' ? 'pl-4' : 'pl-2')}
      >
        {t(`project.column.${column}`)}
        {current && <Arrow className="size-3" aria-hidden="true" />}
      </button>
    </th>
  );
}
