import { useTranslation } from 'react-i18next';
import { UnsavedBar } from '@/features/org/settings/UnsavedBar';
import type { Drafts } from './useDrafts';

/** Cells that are changed and not saved. */
export function SaveBar({ drafts }: { drafts: Drafts }) {
  const { t } = useTranslation('admin');
  const { count, saving, save, discard } = drafts;
  return (
    <UnsavedBar dirty={count > 0} saving={saving} leaveText={t('role.leaveText', { count })} onSave={save} onDiscard={discard}>
      {t('role.unsaved', { count })}
    </UnsavedBar>
  );
}
