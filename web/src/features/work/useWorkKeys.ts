// The keys of the project's views, for the keyboard, the palette and the help. Those that only work inside the table or
// the board are listed so that `?` shows them.
import { Redo2, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useActions, type Action } from '@/lib/actions';
import { redoLast, undoLast } from './task/undo';

/** Ctrl+Z and its opposite; for the view and for the panel alone on its page. */
export function useUndoKeys(): void {
  const { t } = useTranslation(['work', 'common']);
  useActions([
    { id: 'undo', label: t('common:undo.label'), group: t('keys.group'), keys: 'mod+z', icon: Undo2, run: undoLast },
    { id: 'redo', label: t('keys.redo'), group: t('keys.group'), keys: 'mod+shift+z', icon: Redo2, run: redoLast },
  ]);
}

const inGrid = ['enter', 'space', 'shift+arrowdown', 'alt+arrowup', 'alt+arrowdown', 'alt+arrowright', 'alt+arrowleft', 'delete', 'o'] as const;
const inBoard = ['enter', 'alt+arrowright', 'alt+arrowleft', 'alt+arrowup', 'alt+arrowdown', 'delete'] as const;
type Shown = (typeof inGrid)[number] | (typeof inBoard)[number];

export function useShownKeys(view: 'grid' | 'board'): void {
  const { t } = useTranslation('work');
  const text: Record<Shown, string> = {
    enter: view === 'grid' ? t('keys.edit') : t('menu.open'),
    space: t('keys.select'),
    'shift+arrowdown': t('keys.extend'),
    'alt+arrowup': t('menu.up'),
    'alt+arrowdown': t('menu.down'),
    'alt+arrowright': view === 'grid' ? t('menu.indent') : t('keys.columnRight'),
    'alt+arrowleft': view === 'grid' ? t('menu.outdent') : t('keys.columnLeft'),
    delete: t('menu.trash'),
    o: t('menu.open'),
  };
  const shown: readonly Shown[] = view === 'grid' ? inGrid : inBoard;
  useActions(shown.map((keys): Action => ({ id: `work.${keys}`, label: text[keys], group: t('keys.group'), keys, palette: false, local: true, run: () => {} })));
}
