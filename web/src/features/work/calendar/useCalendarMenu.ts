// The menu of a bar: the twin of its keys and of dragging, and what every task's menu has.
import { ArrowLeftFromLine, ArrowLeftToLine, ArrowRightFromLine, ArrowRightToLine, CalendarDays, ChevronLeft, ChevronRight, ChevronsLeft, ChevronsRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Id, Project } from '@/api/types';
import type { MenuGroups } from '@/ui/Menu';
import { useTaskMenu } from '../parts/useTaskMenu';
import type { TaskActions } from '../task/useTaskActions';
import { mayStretch, type Edge, type Entry } from './span';
import type { Moves } from './useMoves';

interface CalendarMenuOptions {
  project: Project;
  actions: TaskActions;
  moves: Moves;
  onMoveTo: (ids: Id[]) => void;
  onMoveToDay: (entry: Entry) => void;
}

export function useCalendarMenu({ project, actions, moves, onMoveTo, onMoveToDay }: CalendarMenuOptions): (entry: Entry) => MenuGroups {
  const { t } = useTranslation('calendar');
  const menuFor = useTaskMenu({ project, actions, onMoveTo });
  return (entry) => {
    const [first, ...rest] = menuFor([entry.task]);
    if (!first) return [];
    const step = (id: string, days: number, keys: string, icon: typeof CalendarDays, label: string) => ({ id, label, icon, keys, onSelect: () => void moves.nudge(entry, days) });
    const own = [
      { id: 'toDay', label: t('move.toDay'), icon: CalendarDays, onSelect: () => onMoveToDay(entry) },
      step('later', 1, 'alt+arrowright', ChevronRight, t('move.later')),
      step('earlier', -1, 'alt+arrowleft', ChevronLeft, t('move.earlier')),
      step('weekLater', 7, 'alt+arrowdown', ChevronsRight, t('move.weekLater')),
      step('weekEarlier', -7, 'alt+arrowup', ChevronsLeft, t('move.weekEarlier')),
    ];
    const edge = (id: string, which: Edge, days: number, keys: string, icon: typeof CalendarDays, label: string) => ({ id, label, icon, keys, onSelect: () => void moves.nudgeEdge(entry, which, days) });
    const lengths = mayStretch(entry)
      ? [
          edge('longer', 'end', 1, 'alt+shift+arrowright', ArrowRightFromLine, t('stretch.longer')),
          edge('shorter', 'end', -1, 'alt+shift+arrowleft', ArrowLeftToLine, t('stretch.shorter')),
          edge('sooner', 'start', -1, 'alt+shift+arrowup', ArrowLeftFromLine, t('stretch.sooner')),
          edge('startLater', 'start', 1, 'alt+shift+arrowdown', ArrowRightToLine, t('stretch.later')),
        ]
      : [];
    return entry.task.can.includes('update') ? [first, own, ...(lengths.length > 0 ? [lengths] : []), ...rest] : [first, ...rest];
  };
}
