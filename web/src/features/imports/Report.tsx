// What an import did, or would do, row by row.
import { useVirtualizer } from '@tanstack/react-virtual';
import { CircleCheck, CircleMinus, CirclePlus, Equal, TriangleAlert, type LucideIcon } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Import, ImportAction, ImportRow } from '@/api/types';
import { cx } from '@/lib/cx';
import { formatNumber } from '@/lib/format';
import { sentence } from '@/lib/messages';
import { Badge } from '@/ui/Badge';

const icons: Record<ImportAction, [LucideIcon, string]> = {
  created: [CirclePlus, 'text-ok'],
  updated: [CircleCheck, 'text-info'],
  unchanged: [Equal, 'text-faint'],
  skipped: [CircleMinus, 'text-warn'],
};
const actions = ['created', 'updated', 'unchanged', 'skipped'] as const;
type Filter = ImportAction | 'warnings' | 'all';

const passes = (row: ImportRow, filter: Filter): boolean =>
  filter === 'all' || (filter === 'warnings' ? row.messages.length > 0 : row.action === filter);

interface ReportProps {
  report: Import;
  /** Says what would happen instead of what happened. */
  planned?: boolean;
}

export function Report({ report, planned }: ReportProps) {
  const { t } = useTranslation('imports');
  const [filter, setFilter] = useState<Filter>('all');
  const counts: [Filter, number][] = [
    ['all', report.rows.length],
    ...actions.map((action): [Filter, number] => [action, report[action]]),
    ['warnings', report.warnings],
  ];
  const source = t(`source.${report.source}`, { defaultValue: report.source });
  const rows = report.rows.filter((row) => passes(row, filter));
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-muted">
        {planned ? t('preview.source', { source }) : t('report.source', { file: report.filename, source })}
      </p>
      <div role="group" aria-label={t('report.show')} className="flex flex-wrap gap-1.5">
        {counts
          .filter(([name, count]) => name === 'all' || count > 0)
          .map(([name, count]) => (
            <button
              key={name}
              type="button"
              aria-pressed={filter === name}
              onClick={() => setFilter(name)}
              className={cx(
                'flex h-7 items-center gap-1.5 rounded-md border px-2 text-sm hover:bg-hover',
                filter === name && 'border-accent bg-selected font-medium',
              )}
            >
              {t(`filter.${planned ? 'planned' : 'done'}.${name}`)}
              <span className="nums text-muted">{formatNumber(count)}</span>
            </button>
          ))}
      </div>
      <Rows rows={rows} key={filter} />
    </div>
  );
}

function Rows({ rows }: { rows: ImportRow[] }) {
  const { t } = useTranslation('imports');
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => 33 + (rows[index]?.messages.length ?? 0) * 18,
    overscan: 12,
    useFlushSync: false,
  });
  if (rows.length === 0) return <p className="py-4 text-sm text-muted">{t('report.noRows')}</p>;
  return (
    <div
      ref={scroller}
      tabIndex={0}
      role="list"
      aria-label={t('report.rows')}
      className="h-[min(48dvh,420px)] overflow-y-auto rounded-md border"
    >
      <div className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return (
            row && (
              <div
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                role="listitem"
                aria-setsize={rows.length}
                aria-posinset={item.index + 1}
                className="absolute inset-x-0 top-0 border-b px-3 py-1.5"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <Row row={row} />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

function Row({ row }: { row: ImportRow }) {
  const { t } = useTranslation('imports');
  const [Icon, tint] = icons[row.action];
  const line = /^line (\d+)$/.exec(row.row);
  const place = line ? t('report.line', { line: line[1] }) : row.row;
  return (
    <>
      <div className="flex items-center gap-2.5 text-sm">
        <span className="nums w-9 shrink-0 truncate text-right text-xs text-faint sm:w-16" title={place}>
          {line?.[1] ?? row.row}
        </span>
        <Icon className={cx('size-4 shrink-0', tint)} aria-hidden="true" />
        <span className="sr-only">{t(`filter.done.${row.action}`)}</span>
        <span className="min-w-0 flex-1 truncate" title={row.title}>
          {row.title || row.externalId}
        </span>
        <Badge>{t(`kind.${row.kind}`, { defaultValue: row.kind })}</Badge>
      </div>
      {row.messages.map((message, index) => (
        <p key={index} className="mt-0.5 ml-[70px] flex sm:ml-[98px] items-start gap-1.5 text-xs text-warn">
          <TriangleAlert className="mt-px size-3.5 shrink-0" aria-hidden="true" />
          {sentence(message)}
        </p>
      ))}
    </>
  );
}
