// Ctrl/⌘+K: every registered action, and whatever places the caller adds.
import { Dialog } from '@base-ui/react/dialog';
import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAllActions, type Action } from '@/lib/actions';
import { Keys } from './Kbd';

interface CommandPaletteProps {
  open: boolean;
  onClose: () => void;
  /** Places to go that are data and not actions: projects, people. */
  places: Action[];
}

export function CommandPalette({ open, onClose, places }: CommandPaletteProps) {
  const { t } = useTranslation();
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-overlay" />
        <Dialog.Popup className="popup fixed top-[max(3vh,12px)] left-1/2 z-50 w-[min(620px,calc(100vw-24px))] -translate-x-1/2 overflow-hidden rounded-lg sm:top-[14vh]">
          <Dialog.Title className="sr-only">{t('palette.title')}</Dialog.Title>
          <PaletteList places={places} onClose={onClose} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteList({ places, onClose }: { places: Action[]; onClose: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const actions = useAllActions().filter((action) => action.palette !== false);
  const groups = Map.groupBy([...places, ...actions], (action) => action.group);
  const choose = (action: Action) => {
    onClose();
    // After the dialog has given the focus back, so that the action may move it.
    requestAnimationFrame(() => action.run());
  };
  return (
    <Command label={t('palette.title')} loop>
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
        <Command.Empty className="px-3 py-6 text-center text-sm text-muted">{t('palette.empty', { text })}</Command.Empty>
        {[...groups].map(([group, entries]) => (
          <Command.Group
            key={group}
            heading={group}
            className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-faint"
          >
            {entries.map((action) => (
              <PaletteItem key={action.id} action={action} onChoose={choose} />
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  );
}

function PaletteItem({ action, onChoose }: { action: Action; onChoose: (action: Action) => void }) {
  const Icon = action.icon;
  return (
    <Command.Item
      value={`${action.label} ${action.id}`}
      keywords={action.words ? [action.words] : []}
      onSelect={() => onChoose(action)}
      className="flex h-9 cursor-default items-center gap-2.5 rounded-md px-2.5 text-sm data-[selected=true]:bg-selected"
    >
      {Icon && <Icon className="size-4 shrink-0 text-faint" aria-hidden="true" />}
      <span className="min-w-0 flex-1 truncate">{action.label}</span>
      {action.keys && <Keys keys={action.keys} />}
    </Command.Item>
  );
}
