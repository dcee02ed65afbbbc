// Why a role can't be deleted now: who holds it, who is invited to it, and where to change that.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Mail } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { allOptions } from '@/api/collections';
import type { Role } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { Avatar } from '@/ui/Avatar';
import { Button, buttonClass } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { useHolders } from './roles';

const shown = 8;

export function InUseDialog({ role, onClose }: { role: Role; onClose: () => void }) {
  const { t } = useTranslation(['admin', 'common']);
  const { id, may } = useOrg();
  const holders = useHolders().get(role.name) ?? [];
  const { data } = useQuery({ ...allOptions(id, 'invitations'), enabled: may('invitation:read') });
  const invited = (data?.data ?? []).filter(({ role: to, acceptedAt, expiresAt }) => to === role.name && !acceptedAt && new Date(expiresAt) > new Date());
  const rest = holders.length + invited.length - shown;
  return (
    <Dialog
      open
      onClose={onClose}
      width="sm"
      title={t('role.inUseTitle', { name: role.name })}
      description={t('role.inUseText')}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.close')}</Button>
          <Link to="/o/$org/members" params={{ org: id }} className={buttonClass('primary')}>
            {t('role.toMembers')}
          </Link>
        </>
      }
    >
      <ul className="flex flex-col gap-2 text-sm">
        {holders.slice(0, shown).map((member) => (
          <li key={member.id} className="flex min-w-0 items-center gap-2.5">
            <Avatar name={member.name} id={member.id} />
            <span className="truncate">{member.name}</span>
          </li>
        ))}
        {invited.slice(0, Math.max(0, shown - holders.length)).map((invitation) => (
          <li key={invitation.id} className="flex min-w-0 items-center gap-2.5 text-muted">
            <Mail className="mx-0.5 size-4 shrink-0 text-faint" aria-hidden="true" />
            <span className="truncate">{t('role.invited', { email: invitation.email })}</span>
          </li>
        ))}
        {rest > 0 && <li className="text-muted">{t('role.andMore', { count: rest })}</li>}
      </ul>
    </Dialog>
  );
}
