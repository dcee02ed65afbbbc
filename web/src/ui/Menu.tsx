// A menu of actions, from a button or from the right mouse button. Entries are data, so that both share them.
import { ContextMenu as BaseContext } from '@base-ui/react/context-menu';
import { Menu as Base } from '@base-ui/react/menu';
import { Check, ChevronRight, type LucideIcon } from 'lucide-react';
import type { ReactElement } from 'react';
import { Keys } from './Kbd';

export interface MenuEntry {
  id: string;
  label: string;
  icon?: LucideIcon;
  keys?: string;
  danger?: boolean;
  disabled?: boolean;
  checked?: boolean;
  onSelect?: () => void;
  /** A submenu. */
  entries?: MenuEntry[];
}
/** Groups are separated by a line. */
export type MenuGroups = (MenuEntry[] | { title: string; entries: MenuEntry[] })[];

function Entry({ entry }: { entry: MenuEntry }) {
  const Icon = entry.icon;
  const inside = (
    <>
      {Icon && <Icon className="size-4 shrink-0 text-faint" aria-hidden="true" />}
      <span className="min-w-0 flex-1 truncate">{entry.label}</span>
      {entry.checked && <Check className="size-3.5" aria-hidden="true" />}
      {entry.keys && <Keys keys={entry.keys} />}
    </>
  );
  if (entry.entries) {
    return (
      <Base.SubmenuRoot>
        <Base.SubmenuTrigger className="menu-item" disabled={entry.disabled ?? false}>
          {inside}
          <ChevronRight className="size-3.5 text-faint" aria-hidden="true" />
        </Base.SubmenuTrigger>
        <Base.Portal>
          <Base.Positioner className="z-50 outline-none">
            <Popup groups={[entry.entries]} />
          </Base.Positioner>
        </Base.Portal>
      </Base.SubmenuRoot>
    );
  }
  return (
    <Base.Item
      className="menu-item"
      disabled={entry.disabled ?? false}
      data-danger={entry.danger ? '' : undefined}
      onClick={() => entry.onSelect?.()}
    >
      {inside}
    </Base.Item>
  );
}

function Popup({ groups }: { groups: MenuGroups }) {
  return (
    <Base.Popup className="popup max-h-(--available-height) max-w-80 min-w-48 overflow-y-auto p-1">
      {groups.map((group, index) => (
        <Base.Group key={index} className={index > 0 ? 'mt-1 border-t pt-1' : ''}>
          {!Array.isArray(group) && (
            <Base.GroupLabel className="px-2 py-1 text-xs font-medium text-faint">{group.title}</Base.GroupLabel>
          )}
          {(Array.isArray(group) ? group : group.entries).map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </Base.Group>
      ))}
    </Base.Popup>
  );
}

interface MenuProps {
  groups: MenuGroups;
  /** The button that opens it. */
  trigger: ReactElement;
  align?: 'start' | 'end';
}

export function Menu({ groups, trigger, align = 'start' }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className="z-50 outline-none" sideOffset={4} align={align}>
          <Popup groups={groups} />
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** Opens on a right click or a long press on its child. */
export function ContextMenu({ groups, children }: { groups: MenuGroups; children: ReactElement }) {
  return (
    <BaseContext.Root>
      <BaseContext.Trigger render={children} />
      <BaseContext.Portal>
        <BaseContext.Positioner className="z-50 outline-none">
          <Popup groups={groups} />
        </BaseContext.Positioner>
      </BaseContext.Portal>
    </BaseContext.Root>
  );
}
