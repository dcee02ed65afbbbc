// Entries as rows, drawn as far as they are seen. Arrows go from row to row, Enter opens, x selects, Delete trashes.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Expense, Id } from '@/api/types';
import { keyName } from '@/lib/actions';
import { Checkbox } from '@/ui/Checkbox';
import { ExpenseRow, rowHeight, type RowShared } from './ExpenseRow';

export interface ListProps extends RowShared {
  entries: readonly Expense[];
  selected: ReadonlySet<Id>;
  onSelect: (ids: ReadonlySet<Id>) => void;
  onTrash: (entry: Expense) => void;
  /** What reads the next ones, below the last. */
  more: ReactNode;
}

export function ExpenseTable({ entries, selected, onSelect, onTrash, more, ...shared }: ListProps) {
  const { t } = useTranslation('expenses');
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const [anchor, setAnchor] = useState<number | null>(null);
  const virtual = useVirtualizer({ count: entries.length, getScrollElement: () => scroller, estimateSize: () => rowHeight, overscan: 8, scrollPaddingStart: 32, useFlushSync: false });
  const items = virtual.getVirtualItems();
  const [before, after] = [items[0]?.start ?? 0, virtual.getTotalSize() - (items.at(-1)?.end ?? 0)];
  const columns = shared.showProject ? 8 : 7;
  const space = (height: number) => height > 0 && <tr aria-hidden="true"><td colSpan={columns} style={{ height, padding: 0 }} /></tr>;
  const toggle = (index: number, range: boolean) => {
    const entry = entries[index];
    if (!entry) return;
    const [from, to] = range && anchor !== null ? [Math.min(anchor, index), Math.max(anchor, index)] : [index, index];
    const next = new Set(selected);
    for (const { id } of entries.slice(from, to + 1)) if (range || !selected.has(entry.id)) next.add(id);
    if (!range && selected.has(entry.id)) next.delete(entry.id);
    setAnchor(index);
    onSelect(next);
  };
  const focusRow = (index: number) => {
    if (index < 0 || index >= entries.length) return;
    virtual.scrollToIndex(index);
    requestAnimationFrame(() => scroller?.querySelector<HTMLElement>(`[data-row="${index}"] [data-open]`)?.focus());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]')?.dataset.row : undefined;
    const entry = entries[Number(at)];
    if (at === undefined || !entry) return;
    const commands: Record<string, () => void> = {
      arrowdown: () => focusRow(Number(at) + 1),
      arrowup: () => focusRow(Number(at) - 1),
      home: () => focusRow(0),
      end: () => focusRow(entries.length - 1),
      x: () => toggle(Number(at), false),
      'shift+x': () => toggle(Number(at), true),
      delete: () => entry.can.includes('delete') && onTrash(entry),
    };
    const command = commands[keyName(event)];
    if (!command) return;
    event.preventDefault();
    command();
  };
  const every = entries.length > 0 && entries.every(({ id }) => selected.has(id));
  return (
    <div ref={setScroller} role="group" aria-label={t('list')} tabIndex={-1} className="min-h-0 flex-1 overflow-auto">
      <table aria-label={t('list')} aria-rowcount={entries.length + 1} onKeyDown={onKeyDown} className="w-full min-w-[760px] table-fixed text-sm">
        <colgroup>
          <col className="w-10" />
          <col className="w-28" />
          <col />
          {shared.showProject && <col className="w-44" />}
          <col className="w-44" />
          <col className="w-36" />
          <col className="w-40" />
          <col className="w-20" />
        </colgroup>
        <thead className="sticky top-0 z-10 bg-surface shadow-[inset_0_-1px_0_var(--c-line)]">
          <tr className="h-8 text-left text-xs text-muted">
            <th scope="col" className="pl-3">
              <Checkbox hideLabel label={t('selectAll')} checked={every} indeterminate={!every && selected.size > 0} onChange={(on) => onSelect(new Set(on ? entries.map(({ id }) => id) : []))} />
            </th>
            {(['day', 'what', ...(shared.showProject ? (['project'] as const) : []), 'person'] as const).map((column) => (
              <th key={column} scope="col" className="px-2 font-medium">
                {t(`column.${column}`)}
              </th>
            ))}
            <th scope="col" className="px-2 text-right font-medium">
              {t('column.amount')}
            </th>
            <th scope="col" className="px-2 pl-4 font-medium">
              {t('column.state')}
            </th>
            <th scope="col">
              <span className="sr-only">{t('column.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {space(before)}
          {items.map(({ index }) => {
            const entry = entries[index];
            return entry && <ExpenseRow key={entry.id} entry={entry} index={index} selected={selected.has(entry.id)} onToggle={(range) => toggle(index, range)} {...shared} />;
          })}
          {space(after)}
        </tbody>
      </table>
      {more}
    </div>
  );
}
