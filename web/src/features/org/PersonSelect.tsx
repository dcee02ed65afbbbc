// Choosing people of the organization.
import { useTranslation } from 'react-i18next';
import type { Id } from '@/api/types';
import { Avatar } from '@/ui/Avatar';
import { Combobox } from '@/ui/Combobox';
import type { Choice } from '@/ui/Select';
import { usePeople } from './useOrg';

/** Everybody who can be chosen; `also` keeps people who left but are chosen already. */
export function usePersonChoices(also: readonly (Id | null)[] = []): Choice[] {
  const { all } = usePeople();
  return all
    .filter((member) => !member.leftAt || also.includes(member.id))
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
}

export function PersonSelect({ label, value, onChange, disabled }: PersonSelectProps) {
  const { t } = useTranslation();
  const choices = usePersonChoices([value]);
  return (
    <Combobox
      label={label}
      choices={choices}
      value={value}
      onChange={onChange}
      placeholder={t('picker.none')}
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
