// The budget has a file of its own, so that its code is loaded only by those who open it.
import { ProjectBudget } from '@/features/money/ProjectBudget';
import { useProject } from './ProjectLayout';

export const BudgetView = () => <ProjectBudget project={useProject()} />;
