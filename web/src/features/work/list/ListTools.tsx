// The buttons at the right of the filter: open and close all, columns, a new task.
import { ChevronsDownUp, ChevronsUpDown, Columns3, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '@/ui/Button';
import { Menu } from '@/ui/Menu';
import type { FieldDefinition } from '@/api/types';
import type { MenuEntry } from '@/ui/Menu';
import { customKey, isCustom, isShown, resized, standard, toggled, type ColumnKey, type Layout } from './columns';

interface ListToolsProps {
  layout: Layout;
  /** Custom fields that can be columns. */
  definitions: readonly FieldDefinition[];
  onLayout: (layout: Layout) => void;
  widthOf: (key: ColumnKey) => number | undefined;
  onExpand: () => void;
  onCollapse: () => void;
  onCreate?: (() => void) | undefined;
  /** The table has rows and columns; the cards of narrow screens don't. */
  table: boolean;
}

export function ListTools({ layout, definitions, onLayout, widthOf, onExpand, onCollapse, onCreate, table }: ListToolsProps) {
  const { t } = useTranslation('work');
  const step = (key: ColumnKey, by: number) => onLayout(resized(layout, key, (widthOf(key) ?? 120) + by));
  const entry = (key: ColumnKey, label: string): MenuEntry => {
    const shown = isShown(layout, key);
    return {
      id: key,
      label,
      checked: shown,
      entries: [
        ...(key === 'title' ? [] : [{ id: 'show', label: shown ? t('column.hide') : t('column.show'), onSelect: () => onLayout(toggled(layout, key)) }]),
        { id: 'wider', label: t('column.wider'), disabled: !shown, onSelect: () => step(key, 40) },
        { id: 'narrower', label: t('column.narrower'), disabled: !shown, onSelect: () => step(key, -40) },
      ],
    };
  };
  const columns = layout.order.flatMap((key) => (isCustom(key) ? [] : [entry(key, t(`field.${key}`))]));
  const custom = definitions.map(({ id, name }) => entry(customKey(id), name));
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
          groups={[columns, ...(custom.length > 0 ? [{ title: t('column.custom'), entries: custom }] : []), [{ id: 'reset', label: t('column.reset'), onSelect: () => onLayout(standard) }]]}
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
