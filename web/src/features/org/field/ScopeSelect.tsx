import { Building2, FolderKanban } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Id } from '@/api/types';
import { useProjects } from '@/features/org/useOrg';
import { Combobox } from '@/ui/Combobox';

interface ScopeSelectProps {
  value: Id | null;
  onChange: (project: Id | null) => void;
}

/** The whole organization, or one project. */
export function ScopeSelect({ value, onChange }: ScopeSelectProps) {
  const { t } = useTranslation('admin');
  const { projects } = useProjects();
  const icon = 'size-4 shrink-0 text-faint';
  const choices = [
    { value: '', label: t('field.everywhere'), icon: <Building2 className={icon} aria-hidden="true" /> },
    ...projects.map(({ id, name, key }) => ({ value: id, label: name, help: key, icon: <FolderKanban className={icon} aria-hidden="true" /> })),
  ];
  return <Combobox label={t('field.scope')} choices={choices} value={value ?? ''} onChange={(chosen) => onChange(chosen || null)} />;
}
