import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Member } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { formatAgo, formatExact } from '@/lib/format';
import { Avatar } from '@/ui/Avatar';
import { Badge } from '@/ui/Badge';
import { buttonClass } from '@/ui/Button';
import { Select } from '@/ui/Select';
import { MemberMenu } from './Menu';
import { useChangeRole, useRoleChoices, useRoleName } from '../role/roles';

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
        <MemberMenu member={member} self={self} />
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
