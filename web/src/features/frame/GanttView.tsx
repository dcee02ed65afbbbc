// The Gantt view has a file of its own, so that its code is loaded only by those who open it.
import { ProjectGantt } from '@/features/work/ProjectGantt';
import { useProject } from './ProjectLayout';

export const GanttView = () => <ProjectGantt project={useProject()} />;
