// A week on narrow screens: day by day, what was worked on.
import { Lock, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Day } from '@/api/types';
import { cx } from '@/lib/cx';
import { formatLongDay, formatNumber } from '@/lib/format';
import { IconButton } from '@/ui/Button';
import type { SheetProps } from './SheetTable';
import { isLocked } from './HoursCell';
import { entriesOn, nameOf, rowKey } from './rows';

export function SheetDays({ sheet, rows, today, may, onOpen, onAdd }: SheetProps & { onAdd: (day: Day) => void }) {
  const { t } = useTranslation('money');
  return sheet.days.map((day, at) => {
    const here = rows.map((row) => ({ row, entries: entriesOn(row, day) })).filter(({ entries }) => entries.length > 0);
    return (
      <section key={day} aria-label={formatLongDay(day)} className="overflow-hidden rounded-lg border">
        <div className={cx('flex h-10 items-center gap-2 pr-1 pl-3', day === today ? 'bg-accent-soft' : 'bg-canvas')}>
          <h3 className="min-w-0 flex-1 truncate text-sm">{formatLongDay(day)}</h3>
          <span className="nums text-sm font-medium">{t('hours', { value: formatNumber(sheet.hours[at] ?? 0) })}</span>
          {may && (
            <IconButton label={t('sheet.addOn', { day: formatLongDay(day) })} onClick={() => onAdd(day)}>
              <Plus />
            </IconButton>
          )}
        </div>
        <ul>
          {here.map(({ row, entries }) => (
            <li key={rowKey(row)} className="border-t">
              <button type="button" onClick={() => onOpen(row, day)} className="flex min-h-11 w-full items-center gap-2 px-3 py-1 text-left text-sm hover:bg-hover">
                <span className="min-w-0 flex-1">
                  <span className="line-clamp-2">{nameOf(row, t('sheet.hidden'))}</span>
                  {row.taskId && <span className="block truncate text-xs text-muted">{row.projectName}</span>}
                </span>
                {entries.some(isLocked) && <Lock className="size-3.5 text-faint" aria-label={t('sheet.locked')} />}
                <span className="nums">{t('hours', { value: formatNumber(entries.reduce((sum, { hours }) => sum + hours, 0)) })}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
    );
  });
}
