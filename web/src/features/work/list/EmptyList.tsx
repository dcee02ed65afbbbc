import { Link } from '@tanstack/react-router';
import { FileUp, ListTree, Plus, SearchX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useOrg } from '@/features/org/useOrg';
import { Button, buttonClass } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { useFilter } from '../parts/FilterBar';

interface EmptyListProps {
  filtered: boolean;
  loading: boolean;
  onCreate?: (() => void) | undefined;
}

/** No tasks yet, or none that the filter lets through. */
export function EmptyList({ filtered, loading, onCreate }: EmptyListProps) {
  const { t } = useTranslation('work');
  const { may } = useOrg();
  const [, setFilter] = useFilter();
  if (loading) return null;
  if (filtered) {
    return (
      <EmptyState icon={SearchX} title={t('empty.filteredTitle')} text={t('empty.filteredText')}>
        <Button onClick={() => setFilter({ q: undefined, filter: undefined })}>{t('filter.clear')}</Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={ListTree} title={t('empty.title')} text={onCreate ? t('empty.text') : t('empty.textReader')}>
      {onCreate && (
        <Button kind="primary" onClick={onCreate}>
          <Plus className="size-4" aria-hidden="true" />
          {t('empty.create')}
        </Button>
      )}
      {may('import:create') && (
        <Link to="." search={(old: Record<string, unknown>) => ({ ...old, dialog: 'import' as const })} className={buttonClass()}>
          <FileUp className="size-4" aria-hidden="true" />
          {t('empty.import')}
        </Link>
      )}
    </EmptyState>
  );
}
