// The order of the project list.
import type { Id, Project, ProjectProgress, ProjectStatus } from '@/api/types';
import { usePeople } from '@/features/org/useOrg';
import { byName, compareText } from '@/lib/collate';
import type { ProjectColumn, ProjectsSearch } from '@/routes/search';

export interface Sort {
  column: ProjectColumn;
  down: boolean;
}

export const sortOf = (sort: ProjectsSearch['sort'] = 'name'): Sort => ({
  column: sort.replace('-', '') as ProjectColumn,
  down: sort.startsWith('-'),
});

const statusOrder: ProjectStatus[] = ['active', 'planned', 'on_hold', 'done', 'cancelled'];

/** The share of its tasks that is closed; a project without tasks stands before all others. */
export const shareOf = (progress: ProjectProgress | undefined): number =>
  progress && progress.tasks > 0 ? progress.closed / progress.tasks : -1;

export function useSorted(projects: Project[], { column, down }: Sort, progress: Map<Id, ProjectProgress> | undefined): Project[] {
  const { byId } = usePeople();
  const values: Record<ProjectColumn, (project: Project) => string | number> = {
    name: (project) => project.name,
    status: (project) => statusOrder.indexOf(project.status),
    owner: (project) => byId.get(project.ownerId)?.name ?? '',
    progress: (project) => shareOf(progress?.get(project.id)),
    dates: (project) => project.startDate ?? project.endDate ?? '9999',
  };
  const compare = (x: string | number, y: string | number) =>
    typeof x === 'number' && typeof y === 'number' ? x - y : compareText(String(x), String(y));
  const of = values[column];
  return [...projects].sort(
    (a, b) => (down ? -1 : 1) * compare(of(a), of(b)) || byName(a, b),
  );
}
