import { SquareKanban } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Project } from '@/api/types';
import { EmptyState } from '@/ui/EmptyState';

/** A project's tasks by status. */
export function ProjectBoard({ project }: { project: Project }) {
  const { t } = useTranslation(['work', 'common']);
  return <EmptyState icon={SquareKanban} title={project.name} text={t('board.empty')} />;
}
