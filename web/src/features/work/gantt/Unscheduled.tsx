import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';

/** The plan cannot be computed: the chart shows the stored dates, and nothing follows a change. */
export function Unscheduled({ problem }: { problem: string }) {
  const { t } = useTranslation('gantt');
  return (
    <div role="alert" className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b bg-warn-soft px-4 py-2 text-sm">
      <TriangleAlert className="size-4 shrink-0 text-warn" aria-hidden="true" />
      <p className="min-w-48 flex-1">
        <strong className="font-medium">{t('conflict.title')}.</strong> {problem}. {t('conflict.stands')}
      </p>
    </div>
  );
}
