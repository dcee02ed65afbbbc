// Who sees the project, and who works on it.
import { Building2, Lock, UserPlus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Member, Project } from '@/api/types';
import { usePersonChoices } from '@/features/org/PersonSelect';
import { useRoleName } from '@/features/org/role/roles';
import { useOrg, usePeople } from '@/features/org/useOrg';
import { byName } from '@/lib/collate';
import { cx } from '@/lib/cx';
import { toastError } from '@/lib/messages';
import { Avatar } from '@/ui/Avatar';
import { Badge } from '@/ui/Badge';
import { buttonClass, IconButton } from '@/ui/Button';
import { Combobox } from '@/ui/Combobox';
import { useProjectWrites } from './useProjectWrites';

export function Access({ project }: { project: Project }) {
  const { t } = useTranslation('admin');
  const { byId } = usePeople();
  const writes = useProjectWrites(project);
  const mayChange = project.can.includes('update');
  const owner = byId.get(project.ownerId);
  const members = project.memberIds.flatMap((id) => (id === project.ownerId ? [] : (byId.get(id) ?? []))).toSorted(byName);
  return (
    <div className="flex max-w-xl flex-col gap-5">
      <Visibility project={project} disabled={!mayChange} />
      <div>
        <div className="mb-1 flex min-h-8 items-center justify-between gap-2">
          <h3 className="text-sm font-medium">{t('project.members')}</h3>
          {mayChange && <AddMember project={project} onAdd={(member) => writes.setMember(member, true)} />}
        </div>
        <ul className="border-t">
          {owner && <Person member={owner} owner />}
          {members.map((member) => (
            <Person key={member.id} member={member} {...(mayChange ? { onRemove: () => writes.setMember(member, false) } : {})} />
          ))}
        </ul>
      </div>
    </div>
  );
}

const kinds = [
  ['organization', Building2],
  ['private', Lock],
] as const;

/** Two cards of which one is chosen: what each means stands on it. */
function Visibility({ project, disabled }: { project: Project; disabled: boolean }) {
  const { t } = useTranslation('admin');
  const { change } = useProjectWrites(project);
  const set = (visibility: Project['visibility']) =>
    void change({ visibility }, t(`project.visibilityChanged.${visibility}`, { name: project.name })).catch(toastError);
  return (
    <fieldset className="grid gap-2 sm:grid-cols-2">
      <legend className="mb-1 text-sm font-medium">{t('project.visibility')}</legend>
      {kinds.map(([value, Icon]) => (
        <label
          key={value}
          className={cx(
            'flex cursor-pointer gap-2.5 rounded-md border border-control/70 px-3 py-2.5 has-focus-visible:outline-2 has-focus-visible:outline-accent-text',
            project.visibility === value ? 'border-accent bg-selected' : 'hover:bg-hover',
            disabled && 'cursor-not-allowed opacity-60',
          )}
        >
          <input
            type="radio"
            name="visibility"
            className="sr-only"
            disabled={disabled}
            checked={project.visibility === value}
            onChange={() => set(value)}
          />
          <Icon className={cx('mt-0.5 size-4 shrink-0', project.visibility === value ? 'text-accent-text' : 'text-faint')} aria-hidden="true" />
          <span className="min-w-0 text-sm">
            <span className="block font-medium">{t(`project.visible.${value}`)}</span>
            <span className="block text-muted">{t(`project.visibleText.${value}`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function AddMember({ project, onAdd }: { project: Project; onAdd: (member: Member) => void }) {
  const { t } = useTranslation('admin');
  const { byId } = usePeople();
  const choices = usePersonChoices().filter(({ value }) => value !== project.ownerId && !project.memberIds.includes(value));
  return (
    <Combobox
      label={t('project.addMember')}
      choices={choices}
      value={null}
      onChange={(id) => {
        const member = byId.get(id ?? '');
        if (member) onAdd(member);
      }}
      trigger={
        <button type="button" className={buttonClass('secondary', 'sm')}>
          <UserPlus className="size-3.5" aria-hidden="true" />
          {t('project.addMember')}
        </button>
      }
    />
  );
}

function Person({ member, owner, onRemove }: { member: Member; owner?: boolean; onRemove?: () => void }) {
  const { t } = useTranslation(['admin', 'org']);
  const { me } = useOrg();
  const nameOf = useRoleName();
  return (
    <li className="flex min-h-11 items-center gap-2.5 border-b py-1 text-sm">
      <Avatar name={member.name} id={member.id} size={24} placeholder={member.placeholder} />
      <div className="min-w-0 flex-1 leading-tight">
        <p className="truncate font-medium" title={member.name}>
          {member.name}
          {member.id === me.id && <span className="ml-1.5 text-xs font-normal text-muted">({t('org:member.you')})</span>}
        </p>
        <p className="truncate text-xs text-muted">{member.placeholder ? t('org:member.placeholder') : nameOf(member.role ?? '')}</p>
      </div>
      {owner && <Badge>{t('project.owner')}</Badge>}
      {onRemove && (
        <IconButton size="sm" label={t('project.removeMember', { name: member.name })} onClick={onRemove}>
          <X />
        </IconButton>
      )}
    </li>
  );
}
