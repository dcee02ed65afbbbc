import { useTranslation } from 'react-i18next';
import type { Import } from '@/api/types';
import { formatNumber, formatPercent } from '@/lib/format';
import { ProgressLine } from '@/ui/ProgressLine';

/** How far a running import is. It goes on when the dialog is closed. */
export function Progress({ report }: { report: Import }) {
  const { t } = useTranslation('imports');
  const share = report.total ? report.done / report.total : null;
  return (
    <div className="flex flex-col gap-3 py-2">
      <div className="nums flex justify-between text-base">
        <span className="truncate">{report.filename}</span>
        {share !== null && <span>{formatPercent(share * 100)}</span>}
      </div>
      <ProgressLine value={share} label={t('running.title')} className="h-1.5" />
      <p className="nums text-sm text-muted" aria-live="polite">
        {report.total
          ? t('running.count', { done: formatNumber(report.done), total: formatNumber(report.total) })
          : t('running.reading')}
      </p>
      <p className="text-sm text-muted">{t('running.text')}</p>
    </div>
  );
}
