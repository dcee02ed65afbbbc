// The comparison has a file of its own, so that its code is loaded only by those who open it.
import { ProjectBaselines } from '@/features/work/ProjectBaselines';
import { useProject } from './ProjectLayout';

export const BaselinesView = () => <ProjectBaselines project={useProject()} />;
