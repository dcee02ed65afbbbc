// The trash: projects, tasks, files and custom fields, back with everything in them, or gone for good.
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LoadError } from '@/features/frame/Pages';
import { Page } from '@/features/frame/Page';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { SkeletonRows } from '@/ui/Skeleton';
import { PurgeDialog } from './PurgeDialog';
import { TrashTable, type Trashed } from './Table';
import { useTrash } from './useTrash';

export function TrashPage() {
  const { t } = useTranslation(['org', 'common']);
  const { groups, error, retry, more } = useTrash();
  const [purging, setPurging] = useState<Trashed | null>(null);
  const filled = groups?.filter(({ rows }) => rows.length > 0);
  return (
    <Page title={t('common:nav.trash')}>
      {!filled && !error && <SkeletonRows rows={4} />}
      {!filled && error && <LoadError error={error} onRetry={retry} />}
      {filled?.length === 0 && <EmptyState icon={Trash2} title={t('trash.empty')} text={t('trash.emptyText')} />}
      {filled?.map(({ kind, rows }) => (
        <TrashTable key={kind} title={t(`trash.${kind}`)} rows={rows} onPurge={setPurging} />
      ))}
      {filled && more.hasNextPage && (
        <Button kind="ghost" className="m-3" busy={more.isFetchingNextPage} onClick={() => void more.fetchNextPage()}>
          {t('trash.more')}
        </Button>
      )}
      {purging && <PurgeDialog object={purging} onClose={() => setPurging(null)} />}
    </Page>
  );
}
