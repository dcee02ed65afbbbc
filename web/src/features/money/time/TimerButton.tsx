import { Play, Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Id } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { IconButton } from '@/ui/Button';
import { useTimer } from './useTimer';

/** Starts the timer on a task, or stops it there. */
export function TimerButton({ taskId }: { taskId: Id }) {
  const { t } = useTranslation('money');
  const { may } = useOrg();
  const { running, start, stop } = useTimer();
  if (!may('expense:create')) return null;
  const here = running?.taskId === taskId;
  return (
    <IconButton label={here ? t('timer.stop') : t('timer.start')} onClick={() => (here ? stop() : start({ taskId }))} className={here ? 'bg-accent-soft text-accent-text' : ''}>
      {here ? <Square className="fill-current" /> : <Play />}
    </IconButton>
  );
}
