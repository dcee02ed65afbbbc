// The keys of the calendar for the keyboard, the palette and the help. Those of the grid are listed for the help alone.
import { CalendarDays, CalendarRange, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useActions, type Action } from '@/lib/actions';
import type { SpanName } from './weeks';

interface KeyOptions {
  onToday: () => void;
  onSpan: (span: SpanName) => void;
  onAdd: (() => void) | undefined;
}

export function useCalendarKeys({ onToday, onSpan, onAdd }: KeyOptions): void {
  const { t } = useTranslation(['calendar', 'work']);
  const group = t('keys.group');
  const inGrid = {
    'alt+arrowright': t('move.later'),
    'alt+arrowleft': t('move.earlier'),
    'alt+arrowdown': t('move.weekLater'),
    'alt+arrowup': t('move.weekEarlier'),
    'alt+shift+arrowright': t('stretch.longer'),
    'alt+shift+arrowleft': t('stretch.shorter'),
    'alt+shift+arrowup': t('stretch.sooner'),
    'alt+shift+arrowdown': t('stretch.later'),
    enter: t('keys.enter'),
    delete: t('work:menu.trash'),
  };
  useActions([
    ...Object.entries(inGrid).map(([keys, label]): Action => ({ id: `calendar.${keys}`, label, group, keys, palette: false, local: true, run: () => {} })),
    { id: 'calendar.today', label: t('showToday'), group, keys: 't', icon: CalendarDays, run: onToday },
    { id: 'calendar.month', label: t('keys.month'), group, keys: 'm', icon: CalendarDays, run: () => onSpan('month') },
    { id: 'calendar.week', label: t('keys.week'), group, keys: 'w', icon: CalendarRange, run: () => onSpan('week') },
    ...(onAdd ? [{ id: 'work.create', label: t('work:list.newTask'), group, keys: 'c', icon: Plus, run: onAdd }] : []),
  ]);
}
