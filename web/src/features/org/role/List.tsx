// The roles of the organization and what each allows.
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Id, PermissionLine, Role } from '@/api/types';
import { LoadError } from '@/features/frame/Pages';
import { SettingsFrame } from '@/features/org/settings/Frame';
import { useOrg } from '@/features/org/useOrg';
import { useNarrow } from '@/features/work/parts/useMedia';
import { Button } from '@/ui/Button';
import { FilterField } from '@/ui/FilterField';
import { Select } from '@/ui/Select';
import { SkeletonRows } from '@/ui/Skeleton';
import { NewRoleDialog } from './Form';
import { Grid } from './Grid';
import { levelsOf } from './levels';
import { permissionsOptions, rolesOptions, usePermissionText, useRoleName } from './roles';
import { SaveBar } from './SaveBar';
import { useDrafts } from './useDrafts';

export function RolesPage() {
  const { t } = useTranslation('admin');
  const { id, may } = useOrg();
  const roles = useQuery(rolesOptions(id));
  const lines = useQuery(permissionsOptions(id));
  const navigate = useNavigate();
  const [making, setMaking] = useState<{ from?: Id } | null>(null);
  const error = roles.error ?? lines.error;
  const loaded = roles.data && lines.data;
  const show = (role: Role) => void navigate({ to: '.', search: (prev: Record<string, unknown>) => ({ ...prev, role: role.id }), replace: true });
  return (
    <SettingsFrame
      title={t('nav.roles')}
      fixed
      actions={
        may('role:manage') && (
          <Button kind="primary" onClick={() => setMaking({})}>
            <Plus className="size-4" aria-hidden="true" />
            {t('role.new')}
          </Button>
        )
      }
    >
      {!loaded && !error && <SkeletonRows rows={14} />}
      {!loaded && error && <LoadError error={error} onRetry={() => void Promise.all([roles.refetch(), lines.refetch()])} />}
      {loaded && <Loaded roles={roles.data.data} lines={lines.data.data} onCopy={(role) => setMaking({ from: role.id })} />}
      {loaded && making && <NewRoleDialog roles={roles.data.data} from={making.from} onClose={() => setMaking(null)} onMade={show} />}
    </SettingsFrame>
  );
}

interface LoadedProps {
  roles: Role[];
  lines: PermissionLine[];
  onCopy: (role: Role) => void;
}

function Loaded({ roles, lines, onCopy }: LoadedProps) {
  const { t } = useTranslation('admin');
  const { permissions } = useOrg();
  const narrow = useNarrow();
  const textOf = usePermissionText();
  const [text, setText] = useState('');
  const drafts = useDrafts(roles, lines);
  const held = useMemo(() => levelsOf(permissions), [permissions]);
  const { role: wanted } = useSearch({ from: '/signed-in/o/$org/settings/roles' });
  const chosen = roles.find((role) => role.id === wanted) ?? roles.at(-1);
  const needle = text.trim().toLocaleLowerCase();
  const found = lines.filter((line) => `${textOf(line)} ${line.name}`.toLocaleLowerCase().includes(needle));
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-2 py-1.5">
        <FilterField label={t('role.filter')} value={text} onChange={setText} className="w-full sm:w-64" />
        {narrow && chosen && <RoleSelect roles={roles} value={chosen.id} />}
        <p className="text-sm text-muted">{t('role.help')}</p>
      </div>
      <div className="min-h-0 flex-1 overflow-auto" data-permissions>
        <Grid roles={narrow && chosen ? [chosen] : roles} lines={found} drafts={drafts} held={held} onCopy={onCopy} />
        {found.length === 0 && <p className="px-4 py-8 text-center text-base text-muted">{t('role.noMatch')}</p>}
      </div>
      <SaveBar drafts={drafts} />
    </>
  );
}

/** On a narrow screen the grid shows one role. */
function RoleSelect({ roles, value }: { roles: Role[]; value: Id }) {
  const { t } = useTranslation('admin');
  const nameOf = useRoleName();
  const navigate = useNavigate();
  return (
    <Select
      label={t('role.shown')}
      className="w-full"
      value={value}
      choices={roles.map((role) => ({ value: role.id, label: nameOf(role.name) }))}
      onChange={(role) => void navigate({ to: '.', search: (prev: Record<string, unknown>) => ({ ...prev, role }), replace: true })}
    />
  );
}
