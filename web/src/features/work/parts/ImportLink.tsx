import { Link } from '@tanstack/react-router';
import { FileUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useOrg } from '@/features/org/useOrg';
import { buttonClass } from '@/ui/Button';

/** The way to the import dialog, for those who may import. */
export function ImportLink() {
  const { t } = useTranslation('work');
  const { may } = useOrg();
  if (!may('import:create')) return null;
  return (
    <Link to="." search={(old: Record<string, unknown>) => ({ ...old, dialog: 'import' as const })} className={buttonClass()}>
      <FileUp className="size-4" aria-hidden="true" />
      {t('empty.import')}
    </Link>
  );
}
