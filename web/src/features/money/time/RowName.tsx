import { Link } from '@tanstack/react-router';
import { Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useOrg } from '@/features/org/useOrg';
import { MiddleText } from '@/features/work/parts/marks';
import { IconButton } from '@/ui/Button';
import type { SheetRow } from '../types';
import { nameOf, subjectOf } from './rows';
import { useTimer } from './useTimer';

/** What was worked on, and a button that goes on with it. */
export function RowName({ row }: { row: SheetRow }) {
  const { t } = useTranslation('money');
  const { id, may } = useOrg();
  const { running, start } = useTimer();
  const on = subjectOf(row);
  const here = running?.projectId === row.projectId && running.taskId === row.taskId;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <span className="min-w-0 flex-1">
        {row.taskId ? (
          <Link to="/o/$org/tasks/$task" params={{ org: id, task: row.taskId }} className="flex min-w-0 items-baseline gap-2 hover:underline">
            <MiddleText text={row.taskTitle ?? ''} />
            <span className="nums shrink-0 text-xs text-faint">{row.taskKey}</span>
          </Link>
        ) : (
          <MiddleText text={nameOf(row, t('sheet.hidden'))} />
        )}
        {row.taskId && <span className="block truncate text-xs text-muted">{row.projectName}</span>}
      </span>
      {on && may('expense:create') && !here && (
        <IconButton size="sm" label={t('timer.startOn', { what: nameOf(row, t('sheet.hidden')) })} onClick={() => start(on)}>
          <Play />
        </IconButton>
      )}
    </span>
  );
}
