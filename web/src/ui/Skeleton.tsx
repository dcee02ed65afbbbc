import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';

/** A grey bar where text will be. */
export const Skeleton = ({ className }: { className?: string }) => (
  <span aria-hidden="true" className={cx('skeleton block h-3.5 rounded-sm', className)} />
);

/** Rows of a list that is loading for the first time. */
export function SkeletonRows({ rows = 8 }: { rows?: number }) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('status.loading')}>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="flex h-row items-center gap-3 border-b px-4">
          <Skeleton className="w-12" />
          <Skeleton className={['w-2/5', 'w-1/3', 'w-1/2', 'w-1/4'][index % 4] ?? 'w-1/3'} />
          <Skeleton className="ml-auto w-20" />
        </div>
      ))}
    </div>
  );
}

/** Lines of a text that is loading, as in a dialog. */
export function SkeletonLines() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('status.loading')} className="flex flex-col gap-3 py-2">
      <Skeleton className="w-2/3" />
      <Skeleton className="w-1/2" />
      <Skeleton className="w-3/5" />
    </div>
  );
}
