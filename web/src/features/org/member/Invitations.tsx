// Invitations that nobody has used yet.
import { Mail, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { useAll, useTrash } from '@/api/collections';
import type { Invitation } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { formatDay, formatExact } from '@/lib/format';
import { toastError } from '@/lib/messages';
import { Button } from '@/ui/Button';
import { GroupHeading } from '@/ui/GroupHeading';
import { useRoleName } from '../role/roles';

/** Those whose address contains `needle`. */
export function Invitations({ needle }: { needle: string }) {
  const { t } = useTranslation('org');
  const { id } = useOrg();
  const { data } = useAll(id, 'invitations');
  const open = data?.data.filter(
    ({ acceptedAt, expiresAt, email }) =>
      !acceptedAt && new Date(expiresAt) > new Date() && email.toLocaleLowerCase().includes(needle),
  );
  if (!open || open.length === 0) return null;
  return (
    <section aria-label={t('member.pending')}>
      <GroupHeading title={t('member.pending')} count={open.length} />
      <ul>
        {open.map((invitation) => (
          <InvitationRow key={invitation.id} invitation={invitation} />
        ))}
      </ul>
    </section>
  );
}

function InvitationRow({ invitation }: { invitation: Invitation }) {
  const { t } = useTranslation('org');
  const { id } = useOrg();
  const nameOf = useRoleName();
  const revoke = useTrash(id, 'invitations');
  const takeBack = () =>
    void revoke
      .mutateAsync(invitation.id)
      .then(() => toast.success(t('invitation.revoked', { email: invitation.email })), toastError);
  return (
    <li className="flex min-h-11 items-center gap-2.5 border-b py-1 pr-3 pl-4 text-sm hover:bg-hover">
      <span className="flex w-6 shrink-0 justify-center">
        <Mail className="size-4 text-faint" aria-hidden="true" />
      </span>
      <div className="min-w-0 flex-1 leading-tight">
        <p className="truncate" title={invitation.email}>
          {invitation.email}
        </p>
        <p className="text-xs text-muted" title={formatExact(invitation.expiresAt)}>
          {nameOf(invitation.role)}, {t('invitation.until', { date: formatDay(invitation.expiresAt.slice(0, 10)) })}
        </p>
      </div>
      <Button size="sm" kind="ghost" onClick={takeBack} aria-label={t('invitation.revokeNamed', { email: invitation.email })}>
        <X className="size-3.5" aria-hidden="true" />
        {t('invitation.revoke')}
      </Button>
    </li>
  );
}
