// What a custom field can hold: its icon and its word.
import { AlignLeft, AtSign, Calendar, CheckSquare, CircleDollarSign, CircleChevronDown, Clock, Hash, Link2, ListChecks, Type, User, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FieldKind } from '@/api/types';
import type { Choice } from '@/ui/Select';

/** In the order in which they are offered. */
export const fieldKinds = [
  'text', 'long_text', 'number', 'checkbox', 'date', 'dropdown', 'multi_select', 'user', 'money', 'duration', 'url', 'email',
] as const satisfies readonly FieldKind[];

export const kindIcons: Record<FieldKind, LucideIcon> = {
  text: Type,
  long_text: AlignLeft,
  number: Hash,
  checkbox: CheckSquare,
  date: Calendar,
  dropdown: CircleChevronDown,
  multi_select: ListChecks,
  user: User,
  money: CircleDollarSign,
  duration: Clock,
  url: Link2,
  email: AtSign,
};

export const hasOptions = (kind: FieldKind): boolean => kind === 'dropdown' || kind === 'multi_select';

export function KindIcon({ kind }: { kind: FieldKind }) {
  const Icon = kindIcons[kind];
  return <Icon className="size-4 shrink-0 text-faint" aria-hidden="true" />;
}

export function useKindChoices(): Choice<FieldKind>[] {
  const { t } = useTranslation('admin');
  return fieldKinds.map((value) => ({ value, label: t(`kind.${value}`), icon: <KindIcon kind={value} /> }));
}
