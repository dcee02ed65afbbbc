// Ctrl/⌘+K: every registered action, and whatever places the caller adds.
import { Dialog } from '@base-ui/react/dialog';
import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAllActions, type Action } from '@/lib/actions';
import { Keys } from './Kbd';

interface CommandPaletteProps {
  open: boolean;
  onClose: () => void;
  /** Places to go that are data and not actions: projects, people. */
  places: Action[];
  /** More lines for what is typed: a `PaletteGroup`. */
  more?: (typed: Typed) => ReactNode;
}

/** What stands in the palette, for lines that come from elsewhere. */
export interface Typed {
  text: string;
  /** Closes the palette, then runs. */
  choose: (run: () => void) => void;
  /** The line that Enter takes. */
  current: string;
  onCurrent: (value: string) => void;
}

export function CommandPalette({ open, onClose, places, more }: CommandPaletteProps) {
  const { t } = useTranslation();
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-overlay" />
        <Dialog.Popup className="popup fixed top-[max(3vh,12px)] left-1/2 z-50 w-[min(620px,calc(100vw-24px))] -translate-x-1/2 overflow-hidden rounded-lg sm:top-[14vh]">
          <Dialog.Title className="sr-only">{t('palette.title')}</Dialog.Title>
          <PaletteList places={places} onClose={onClose} {...(more ? { more } : {})} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteList({ places, onClose, more }: Omit<CommandPaletteProps, 'open'>) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [current, setCurrent] = useState('');
  const actions = useAllActions().filter((action) => action.palette !== false);
  const groups = Map.groupBy([...places, ...actions], (action) => action.group);
  const choose = (run: () => void) => {
    onClose();
    // After the dialog has given the focus back, so that the action may move it.
    requestAnimationFrame(run);
  };
  const below = more?.({ text, choose, current, onCurrent: setCurrent });
  return (
    <Command label={t('palette.title')} loop value={current} onValueChange={setCurrent}>
      <div className="flex items-center gap-2.5 border-b px-4">
        <Search className="size-4 shrink-0 text-faint" aria-hidden="true" />
        <Command.Input
          autoFocus
          value={text}
          onValueChange={setText}
          placeholder={t('palette.placeholder')}
          className="h-12 w-full bg-transparent text-base outline-none"
        />
      </div>
      <Command.List className="max-h-[min(420px,60dvh)] overflow-y-auto p-1.5">
        {!(more && text.trim().length > 1) && <Command.Empty className="px-3 py-6 text-center text-sm text-muted">{t('palette.empty', { text })}</Command.Empty>}
        {[...groups].map(([group, entries]) => (
          <Command.Group
            key={group}
            heading={group}
            className={groupClass}
          >
            {entries.map((action) => (
              <PaletteItem key={action.id} action={action} onChoose={({ run }) => choose(run)} />
            ))}
          </Command.Group>
        ))}
        {below}
      </Command.List>
    </Command>
  );
}

const groupClass =
  '[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-faint';
const rowClass = 'flex h-9 cursor-default items-center gap-2.5 rounded-md px-2.5 text-sm data-[selected=true]:bg-selected';

/** Lines that are there whatever is typed: somebody else has chosen them. */
export const PaletteGroup = ({ heading, children }: { heading: string; children: ReactNode }) => (
  <Command.Group forceMount heading={heading} className={groupClass}>
    {children}
  </Command.Group>
);

export const PaletteRow = ({ value, onSelect, children }: { value: string; onSelect: () => void; children: ReactNode }) => (
  <Command.Item forceMount value={value} onSelect={onSelect} className={rowClass}>
    {children}
  </Command.Item>
);

function PaletteItem({ action, onChoose }: { action: Action; onChoose: (action: Action) => void }) {
  const Icon = action.icon;
  return (
    <Command.Item
      value={`${action.label} ${action.id}`}
      keywords={action.words ? [action.words] : []}
      onSelect={() => onChoose(action)}
      className={rowClass}
    >
      {action.mark ?? (Icon && <Icon className="size-4 shrink-0 text-faint" aria-hidden="true" />)}
      <span className="min-w-0 flex-1 truncate">{action.label}</span>
      {action.keys && <Keys keys={action.keys} />}
    </Command.Item>
  );
}
