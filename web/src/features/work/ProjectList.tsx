import { ListTree } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Project } from '@/api/types';
import { EmptyState } from '@/ui/EmptyState';

/** The tree-table of a project's tasks. */
export function ProjectList({ project }: { project: Project }) {
  const { t } = useTranslation(['work', 'common']);
  return <EmptyState icon={ListTree} title={project.name} text={t('list.empty')} />;
}
