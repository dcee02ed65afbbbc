import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Ellipsis, LogOut, UserMinus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { keys } from '@/api/cache';
import { refresh, write } from '@/api/collections';
import type { Member } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { formatAgo, formatExact } from '@/lib/format';
import { toastError } from '@/lib/messages';
import { Avatar } from '@/ui/Avatar';
import { Badge } from '@/ui/Badge';
import { buttonClass, IconButton } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/Dialog';
import { Menu } from '@/ui/Menu';
import { Select } from '@/ui/Select';
import { useChangeRole, useRoleChoices, useRoleName } from './roles';

export function MemberRow({ member }: { member: Member }) {
  const { t } = useTranslation('org');
  const { me } = useOrg();
  const self = member.id === me.id;
  const seen = member.lastLogin ?? (self ? me.lastLogin : null);
  return (
    <tr className="h-11 border-b hover:bg-hover">
      <td className="min-w-0 pr-2 pl-4">
        <div className="flex min-w-0 items-center gap-2.5">
          <Avatar name={member.name} id={member.id} size={24} placeholder={member.placeholder} />
          <div className="min-w-0 leading-tight">
            <p className="truncate font-medium" title={member.name}>
              {member.name}
              {self && <span className="ml-1.5 text-xs font-normal text-muted">({t('member.you')})</span>}
            </p>
            {member.email && (
              <p className="truncate text-xs text-muted" title={member.email}>
                {member.email}
              </p>
            )}
          </div>
        </div>
      </td>
      <td>
        <RoleCell member={member} />
      </td>
      <td className="text-muted">
        <span className="hidden md:inline" title={seen ? formatExact(seen) : undefined}>
          {seen && formatAgo(seen)}
          {!seen && !member.placeholder && t('member.never')}
        </span>
      </td>
      <td className="pr-3 text-right">
        <RowMenu member={member} self={self} />
      </td>
    </tr>
  );
}

function RoleCell({ member }: { member: Member }) {
  const { t } = useTranslation('org');
  const { may } = useOrg();
  const choices = useRoleChoices();
  const change = useChangeRole();
  const nameOf = useRoleName();
  if (member.placeholder) {
    if (!may('invitation:manage')) return <Badge>{t('member.placeholder')}</Badge>;
    return (
      <Link to="." search={{ dialog: 'invite', takeOver: member.id }} className={buttonClass('secondary', 'sm')}>
        {t('member.inviteThis')}
      </Link>
    );
  }
  if (!may('role:manage')) return <span className="text-muted">{nameOf(member.role ?? '')}</span>;
  return (
    <Select
      bare
      className="-ml-2"
      label={t('member.roleOf', { name: member.name })}
      value={member.role}
      choices={choices}
      onChange={(role) => change(member, role)}
    />
  );
}

function RowMenu({ member, self }: { member: Member; self: boolean }) {
  const { t } = useTranslation('org');
  const { may } = useOrg();
  const [asking, setAsking] = useState(false);
  if (!self && !may('member:remove')) return null;
  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton size="sm" label={t('member.menuOf', { name: member.name })}>
            <Ellipsis />
          </IconButton>
        }
        groups={[
          [
            {
              id: 'remove',
              label: self ? t('member.leave') : t('member.remove'),
              icon: self ? LogOut : UserMinus,
              danger: true,
              onSelect: () => setAsking(true),
            },
          ],
        ]}
      />
      {asking && <RemoveDialog member={member} self={self} onClose={() => setAsking(false)} />}
    </>
  );
}

/** Asks first: a removed person needs a new invitation to come back. */
function RemoveDialog({ member, self, onClose }: { member: Member; self: boolean; onClose: () => void }) {
  const { t } = useTranslation('org');
  const { id, organization } = useOrg();
  const client = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => write.trash(id, 'members', member.id),
    onSuccess: async () => {
      onClose();
      toast.success(t('member.removed', { name: member.name }));
      if (self) {
        await client.refetchQueries({ queryKey: keys.me });
        await navigate({ to: '/' });
      } else await refresh(client, id, 'members');
    },
    onError: toastError,
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={self ? t('member.leaveTitle', { organization: organization.name }) : t('member.removeTitle', { name: member.name })}
      text={self ? t('member.leaveText') : t('member.removeText')}
      action={self ? t('member.leave') : t('member.remove')}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    />
  );
}
