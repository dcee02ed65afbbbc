// Choosing people of the organization.
import { useTranslation } from 'react-i18next';
import type { Id } from '@/api/types';
import { Avatar } from '@/ui/Avatar';
import { Combobox } from '@/ui/Combobox';
import type { Choice } from '@/ui/Select';
import { usePeople } from './useOrg';

/** Everybody who can be chosen; `also` keeps people who left but are chosen already. */
export function usePersonChoices(also: readonly (Id | null)[] = [], placeholdersOnly = false): Choice[] {
  const { all } = usePeople();
  return all
    .filter((member) => !member.leftAt || also.includes(member.id))
    .filter((member) => member.placeholder || !placeholdersOnly)
    .map((member) => ({
      value: member.id,
      label: member.name,
      ...(member.email ? { help: member.email } : {}),
      icon: <Avatar name={member.name} id={member.id} placeholder={member.placeholder} size={18} />,
    }));
}

interface PersonSelectProps {
  label: string;
  value: Id | null;
  onChange: (value: Id | null) => void;
  disabled?: boolean;
  /** Nobody is no choice. */
  required?: boolean;
  /** Only people without an account. */
  placeholders?: boolean;
}

export function PersonSelect({ label, value, onChange, disabled, required, placeholders }: PersonSelectProps) {
  const { t } = useTranslation();
  const choices = usePersonChoices([value], placeholders);
  return (
    <Combobox
      label={label}
      choices={required ? choices : [{ value: '', label: t('picker.none') }, ...choices]}
      value={value ?? ''}
      onChange={(chosen) => onChange(chosen || null)}
      disabled={disabled ?? false}
    />
  );
}

interface PeopleSelectProps {
  label: string;
  value: Id[];
  onChange: (value: Id[]) => void;
}

export function PeopleSelect({ label, value, onChange }: PeopleSelectProps) {
  const { t } = useTranslation();
  const choices = usePersonChoices(value);
  return <Combobox multiple label={label} choices={choices} value={value} onChange={onChange} placeholder={t('picker.none')} />;
}
