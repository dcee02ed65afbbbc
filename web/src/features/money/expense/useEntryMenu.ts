// What can be done with an entry, for its menu and for the bar of the selected ones.
import { BadgeCheck, Banknote, CircleX, PencilLine, RotateCcw, Send, Trash2, Undo2, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Expense } from '@/api/types';
import type { MenuEntry, MenuGroups } from '@/ui/Menu';
import { may, type Way } from './decisions';
import type { ExpenseWrites } from './useExpenseWrites';

const icons: Record<Way, LucideIcon> = { submit: Send, withdraw: Undo2, approve: BadgeCheck, reject: CircleX, handBack: RotateCcw, price: Banknote, delete: Trash2 };
const inOrder: readonly Way[] = ['submit', 'withdraw', 'approve', 'reject', 'handBack', 'price', 'delete'];

interface EntryMenuOptions {
  writes: ExpenseWrites;
  /** Asks for a reason before it rejects. */
  onReject: (entries: readonly Expense[]) => void;
}

export interface Offer {
  way: Way;
  icon: LucideIcon;
  label: string;
  /** Those of the entries with which it can be done. */
  entries: readonly Expense[];
  run: () => unknown;
}

/** The ways that at least one of the entries leaves open. */
export function useOffers({ writes, onReject }: EntryMenuOptions): (entries: readonly Expense[]) => Offer[] {
  const { t } = useTranslation('expenses');
  const act: Record<Way, (entries: readonly Expense[]) => unknown> = {
    submit: writes.submit,
    withdraw: writes.withdraw,
    approve: writes.approve,
    reject: onReject,
    handBack: writes.handBack,
    price: writes.price,
    delete: writes.trash,
  };
  return (entries) =>
    inOrder.flatMap((way) => {
      const fit = entries.filter((entry) => may(way, entry));
      return fit.length === 0 ? [] : [{ way, icon: icons[way], label: t(`way.${way}`), entries: fit, run: () => act[way](fit) }];
    });
}

export function useEntryMenu(options: EntryMenuOptions, onOpen: (entry: Expense) => void): (entry: Expense) => MenuGroups {
  const { t } = useTranslation('expenses');
  const offers = useOffers(options);
  return (entry) => {
    const open: MenuEntry = { id: 'open', label: entry.can.includes('update') ? t('way.edit') : t('way.show'), icon: PencilLine, keys: 'enter', onSelect: () => onOpen(entry) };
    const items = offers([entry]).map(({ way, icon, label, run }): MenuEntry => ({ id: way, label, icon, onSelect: () => void run(), ...(way === 'delete' ? { danger: true, keys: 'delete' } : {}) }));
    const last = items.filter(({ id }) => id === 'delete');
    return [[open], items.filter(({ id }) => id !== 'delete'), last].filter((group) => group.length > 0);
  };
}
