// What was spent and worked on a project, entry by entry.
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Project } from '@/api/types';
import { Forbidden } from '@/features/frame/Pages';
import { useOrg } from '@/features/org/useOrg';
import { ExpenseList } from './expense/ExpenseList';

export function ProjectExpenses({ project }: { project: Project }) {
  const { may } = useOrg();
  const search = useSearch({ from: '/signed-in/o/$org/projects/$project/expenses' });
  const navigate = useNavigate();
  if (!may('expense:read')) return <Forbidden />;
  return <ExpenseList key={project.id} project={project} search={search} onSearch={(change) => void navigate({ to: '.', search: (old: Record<string, unknown>) => ({ ...old, ...change }), replace: !('entry' in change) })} />;
}
