import { useQueryClient } from '@tanstack/react-query';
import { Asterisk, Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { refresh, useTrash, write } from '@/api/collections';
import type { FieldDefinition } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { toastError } from '@/lib/messages';
import { toastUndo } from '@/lib/undo';
import { Badge } from '@/ui/Badge';
import { IconButton } from '@/ui/Button';
import { Menu } from '@/ui/Menu';
import { FieldDialog } from './Form';
import { KindIcon } from './kinds';

interface FieldTableProps {
  label: string;
  fields: FieldDefinition[];
  /** Inside a section, which has its own edge and less room. */
  bare?: boolean;
}

/** Fields with what they hold; a click on one changes it. */
export function FieldTable({ label, fields, bare }: FieldTableProps) {
  const { t } = useTranslation('admin');
  return (
    <table aria-label={label} className="w-full table-fixed text-sm">
      <colgroup>
        <col />
        <col className="w-32 sm:w-40" />
        <col className={bare ? 'w-0' : 'w-0 md:w-2/5'} />
        <col className="w-12" />
      </colgroup>
      <thead className="sr-only">
        <tr>
          {(['name', 'type', 'options', 'actions'] as const).map((column) => (
            <th key={column} scope="col">
              {t(`field.column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <FieldRow key={field.id} field={field} bare={bare ?? false} />
        ))}
      </tbody>
    </table>
  );
}

function FieldRow({ field, bare }: { field: FieldDefinition; bare: boolean }) {
  const { t } = useTranslation('admin');
  const [editing, setEditing] = useState(false);
  const may = field.can.includes('update');
  return (
    <tr className="relative h-10 border-b hover:bg-hover">
      <td className={bare ? 'min-w-0 pr-2' : 'min-w-0 pr-2 pl-4'}>
        <div className="flex min-w-0 items-center gap-2">
          {may ? (
            <button type="button" onClick={() => setEditing(true)} title={field.name} className="min-w-0 truncate text-left font-medium after:absolute after:inset-0">
              {field.name}
            </button>
          ) : (
            <span className="truncate font-medium" title={field.name}>
              {field.name}
            </span>
          )}
          {field.required && <RequiredMark />}
        </div>
      </td>
      <td className="text-muted">
        <span className="flex min-w-0 items-center gap-2">
          <KindIcon kind={field.type} />
          <span className="truncate">{t(`kind.${field.type}`)}</span>
        </span>
      </td>
      <td className="min-w-0">
        {!bare && <Options options={field.options} />}
      </td>
      <td className={bare ? 'relative z-[1] text-right' : 'relative z-[1] pr-3 text-right'}>
        {may && <FieldMenu field={field} onEdit={() => setEditing(true)} />}
        {editing && <FieldDialog field={field} onClose={() => setEditing(false)} />}
      </td>
    </tr>
  );
}

function RequiredMark() {
  const { t } = useTranslation('admin');
  return (
    <>
      <span className="hidden sm:inline">
        <Badge>{t('field.isRequired')}</Badge>
      </span>
      <Asterisk className="size-3.5 shrink-0 text-faint sm:hidden" aria-hidden="true" />
    </>
  );
}

const shown = 4;

function Options({ options }: { options: string[] }) {
  if (options.length === 0) return null;
  return (
    <span className="hidden items-center gap-1 overflow-hidden md:flex" title={options.join(', ')}>
      {options.slice(0, shown).map((option) => (
        <Badge key={option} className="shrink truncate">
          <span className="truncate">{option}</span>
        </Badge>
      ))}
      {options.length > shown && <span className="nums shrink-0 text-xs text-muted">+{options.length - shown}</span>}
    </span>
  );
}

function FieldMenu({ field, onEdit }: { field: FieldDefinition; onEdit: () => void }) {
  const { t } = useTranslation(['admin', 'common']);
  const { id: org } = useOrg();
  const client = useQueryClient();
  const trash = useTrash(org, 'field-definitions');
  const back = () => write.restore(org, 'field-definitions', field.id).then(() => refresh(client, org, 'field-definitions'));
  const remove = () => void trash.mutateAsync(field.id).then(() => toastUndo(t('field.deleted', { name: field.name }), back), toastError);
  return (
    <Menu
      align="end"
      groups={[
        [{ id: 'edit', label: t('field.edit'), icon: Pencil, onSelect: onEdit }],
        [{ id: 'delete', label: t('common:actions.delete'), icon: Trash2, danger: true, onSelect: remove }],
      ]}
      trigger={
        <IconButton size="sm" label={t('field.menuOf', { name: field.name })}>
          <Ellipsis />
        </IconButton>
      }
    />
  );
}
