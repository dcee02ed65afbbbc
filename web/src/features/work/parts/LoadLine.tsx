import { useTranslation } from 'react-i18next';
import { ProgressLine } from '@/ui/ProgressLine';

/** The thin line under the bar: pages that still come, or a filter that the server is asked about. */
export function LoadLine({ progress, filtering }: { progress: number | null; filtering: boolean }) {
  const { t } = useTranslation('work');
  if (progress === null && !filtering) return null;
  return <ProgressLine value={progress} label={progress === null ? t('filter.busy') : t('list.loading')} className="h-0.5 rounded-none" />;
}
