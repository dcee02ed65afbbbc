// What stands over an empty calendar, and in its place while it loads.
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/Button';
import { Skeleton } from '@/ui/Skeleton';
import { useFilter } from '../parts/FilterBar';
import type { SpanName } from './weeks';

/** Nothing lies in this time: the days stay, because they are where a task is added. */
export function CalendarNote({ show, filtered, span }: { show: boolean; filtered: boolean; span: SpanName }) {
  const { t } = useTranslation(['calendar', 'work']);
  const [, setFilter] = useFilter();
  if (!show) return null;
  return (
    <div className="pointer-events-none flex justify-center p-4 md:absolute md:inset-x-0 md:bottom-4">
      <p className="popup pointer-events-auto flex max-w-md flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 text-sm">
        <span>
          <span className="font-medium">{t(`empty.${span}`)}</span> {filtered ? t('work:empty.filteredText') : t('empty.text')}
        </span>
        {filtered && (
          <Button size="sm" onClick={() => setFilter({ q: undefined, filter: undefined })}>
            {t('work:filter.clear')}
          </Button>
        )}
      </p>
    </div>
  );
}

export function CalendarSkeleton({ weeks }: { weeks: number }) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('status.loading')} className="flex min-h-0 flex-1 flex-col pt-7">
      {Array.from({ length: weeks }, (_, week) => (
        <div key={week} className="grid flex-1 grid-cols-7 border-b">
          {Array.from({ length: 7 }, (_, day) => (
            <div key={day} className="border-r p-1.5 last:border-r-0">
              <Skeleton className="mb-2 w-4" />
              {(week + day) % 3 === 0 && <Skeleton className="w-4/5" />}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
