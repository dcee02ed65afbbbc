import { useTranslation } from 'react-i18next';
import type { Id } from '@/api/types';

interface TaskPanelProps {
  taskId: Id;
  /** `panel` slides over a view, `page` is the task's own address. */
  mode: 'panel' | 'page';
  onClose: () => void;
}

/** Everything about one task. */
export function TaskPanel({ taskId, onClose }: TaskPanelProps) {
  const { t } = useTranslation();
  return (
    <button type="button" onClick={onClose}>
      {t('actions.close')} {taskId}
    </button>
  );
}
