// The buttons at the right of the filter: open and close all, columns, a new task.
import { ChevronsDownUp, ChevronsUpDown, Columns3, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '@/ui/Button';
import { Menu } from '@/ui/Menu';
import { resized, standard, toggled, type ColumnKey, type Layout } from './columns';

interface ListToolsProps {
  layout: Layout;
  onLayout: (layout: Layout) => void;
  widthOf: (key: ColumnKey) => number | undefined;
  onExpand: () => void;
  onCollapse: () => void;
  onCreate?: (() => void) | undefined;
  /** The table has rows and columns; the cards of narrow screens don't. */
  table: boolean;
}

export function ListTools({ layout, onLayout, widthOf, onExpand, onCollapse, onCreate, table }: ListToolsProps) {
  const { t } = useTranslation('work');
  const step = (key: ColumnKey, by: number) => onLayout(resized(layout, key, (widthOf(key) ?? 120) + by));
  const columns = layout.order.map((key) => ({
    id: key,
    label: t(`field.${key}`),
    checked: !layout.hidden.includes(key),
    entries: [
      ...(key === 'title' ? [] : [{ id: 'show', label: layout.hidden.includes(key) ? t('column.show') : t('column.hide'), onSelect: () => onLayout(toggled(layout, key)) }]),
      { id: 'wider', label: t('column.wider'), onSelect: () => step(key, 40) },
      { id: 'narrower', label: t('column.narrower'), onSelect: () => step(key, -40) },
    ],
  }));
  return (
    <>
      <IconButton size="sm" label={t('list.expandAll')} onClick={onExpand}>
        <ChevronsUpDown />
      </IconButton>
      <IconButton size="sm" label={t('list.collapseAll')} onClick={onCollapse}>
        <ChevronsDownUp />
      </IconButton>
      {table && (
        <Menu
          align="end"
          groups={[columns, [{ id: 'reset', label: t('column.reset'), onSelect: () => onLayout(standard) }]]}
          trigger={
            <IconButton size="sm" label={t('column.menu')}>
              <Columns3 />
            </IconButton>
          }
        />
      )}
      {onCreate && (
        <Button kind="primary" size="sm" onClick={onCreate}>
          <Plus className="size-4" aria-hidden="true" />
          <span className="max-sm:sr-only">{t('list.newTask')}</span>
        </Button>
      )}
    </>
  );
}
