// A project's tasks on a line of time.
import type { Project } from '@/api/types';
import { isStatus } from '@/api/errors';
import { LoadError } from '@/features/frame/Pages';
import { GanttConflict, GanttEmpty, GanttSkeleton } from './gantt/GanttStates';
import { LoadedGantt } from './gantt/LoadedGantt';
import { useGantt } from './gantt/useGantt';
import { useUndoKeys } from './useWorkKeys';

/** A project's tasks on a line of time. */
export function ProjectGantt({ project }: { project: Project }) {
  const { chart, error, isFetching, retry } = useGantt(project.id);
  useUndoKeys();
  if (chart?.bars.length === 0) return <GanttEmpty project={project} />;
  if (chart) return <LoadedGantt key={project.id} project={project} chart={chart} fetching={isFetching} />;
  if (isStatus(error, 409)) return <GanttConflict project={project} error={error} onRetry={retry} />;
  if (error) return <LoadError error={error} onRetry={retry} />;
  return <GanttSkeleton />;
}
