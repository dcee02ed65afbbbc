// The expenses have a file of their own, so that their code is loaded only by those who open them.
import { ProjectExpenses } from '@/features/money/ProjectExpenses';
import { useProject } from './ProjectLayout';

export const ExpensesView = () => <ProjectExpenses project={useProject()} />;
