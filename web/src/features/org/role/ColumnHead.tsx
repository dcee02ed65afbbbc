import { Link } from '@tanstack/react-router';
import { Copy, Ellipsis, Lock, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Role } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { formatNumber } from '@/lib/format';
import { IconButton } from '@/ui/Button';
import { Menu, type MenuGroups } from '@/ui/Menu';
import { Tooltip } from '@/ui/Tooltip';
import { EditRoleDialog } from './Form';
import { InUseDialog } from './InUse';
import { useHolders, useRoleName } from './roles';
import { useTrashRole } from './useTrashRole';

/** The name of a role, how many hold it, and what can be done with it. */
export function ColumnHead({ role, onCopy }: { role: Role; onCopy: () => void }) {
  const { t } = useTranslation('admin');
  const { id, may } = useOrg();
  const nameOf = useRoleName();
  const name = nameOf(role.name);
  const count = useHolders().get(role.name)?.length ?? 0;
  return (
    <th scope="col" className="sticky top-0 z-10 h-12 max-w-48 min-w-25 border-b bg-surface pr-1 pl-2 text-left font-normal">
      <div className="flex items-center gap-1">
        <div className="min-w-0 flex-1 leading-tight">
          <p className="flex min-w-0 items-center gap-1 font-medium" title={role.description ? `${name}: ${role.description}` : name}>
            <span className="truncate">{name}</span>
            {role.builtIn && <BuiltInMark />}
          </p>
          <Link to="/o/$org/members" params={{ org: id }} className="nums text-xs whitespace-nowrap text-muted hover:underline">
            {t('role.holders', { count, formatted: formatNumber(count) })}
          </Link>
        </div>
        {may('role:manage') && <RoleMenu role={role} name={name} onCopy={onCopy} />}
      </div>
    </th>
  );
}

function BuiltInMark() {
  const { t } = useTranslation('admin');
  return (
    <Tooltip text={t('role.builtIn')}>
      <span className="shrink-0">
        <Lock className="size-3 text-faint" aria-hidden="true" />
        <span className="sr-only">{t('role.builtIn')}</span>
      </span>
    </Tooltip>
  );
}

function RoleMenu({ role, name, onCopy }: { role: Role; name: string; onCopy: () => void }) {
  const { t } = useTranslation('admin');
  const [editing, setEditing] = useState(false);
  const [inUse, setInUse] = useState(false);
  const trash = useTrashRole(() => setInUse(true));
  const groups: MenuGroups = [];
  if (role.can.includes('update')) {
    groups.push([{ id: 'edit', label: t('role.edit'), icon: Pencil, onSelect: () => setEditing(true) }]);
  }
  groups.push([{ id: 'copy', label: t('role.copy'), icon: Copy, onSelect: onCopy }]);
  if (role.can.includes('delete')) {
    groups.push([{ id: 'delete', label: t('role.delete'), icon: Trash2, danger: true, onSelect: () => trash(role) }]);
  }
  return (
    <>
      <Menu
        align="end"
        groups={groups}
        trigger={
          <IconButton size="sm" label={t('role.menuOf', { name })}>
            <Ellipsis />
          </IconButton>
        }
      />
      {editing && <EditRoleDialog role={role} onClose={() => setEditing(false)} />}
      {inUse && <InUseDialog role={role} onClose={() => setInUse(false)} />}
    </>
  );
}
