import { ListTree, Plus, SearchX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { useFilter } from '../parts/FilterBar';
import { ImportLink } from '../parts/ImportLink';

interface EmptyListProps {
  filtered: boolean;
  loading: boolean;
  onCreate?: (() => void) | undefined;
}

/** No tasks yet, or none that the filter lets through. */
export function EmptyList({ filtered, loading, onCreate }: EmptyListProps) {
  const { t } = useTranslation('work');
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
      <ImportLink />
    </EmptyState>
  );
}
