import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { CalendarClock, CircleHelp, Ellipsis, History, LogOut, UserMinus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { keys } from '@/api/cache';
import { refresh, write } from '@/api/collections';
import type { Member } from '@/api/types';
import { MemberCalendarDialog } from '@/features/org/calendar/MemberCalendar';
import { useOrg } from '@/features/org/useOrg';
import { toastError } from '@/lib/messages';
import { IconButton } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/Dialog';
import { Menu, type MenuGroups } from '@/ui/Menu';

/** What can be done with a person: say when they work, ask what they may, look at what they did, end their membership. */
export function MemberMenu({ member, self }: { member: Member; self: boolean }) {
  const { t } = useTranslation(['org', 'admin', 'worktime']);
  const { id, may } = useOrg();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const [scheduling, setScheduling] = useState(false);
  const groups: MenuGroups = [];
  if (may('calendar:read')) groups.push([{ id: 'calendar', label: t('worktime:member.open'), icon: CalendarClock, onSelect: () => setScheduling(true) }]);
  if (!member.placeholder && (self || may('role:manage'))) {
    const explain = () => void navigate({ to: '/o/$org/members', params: { org: id }, search: { explain: member.id } });
    groups.push([{ id: 'explain', label: self ? t('admin:explain.openSelf') : t('admin:explain.open'), icon: CircleHelp, onSelect: explain }]);
  }
  if (!member.placeholder && may('audit:read')) {
    const show = () => void navigate({ to: '/o/$org/settings/audit', params: { org: id }, search: { actor: member.id } });
    groups.push([{ id: 'audit', label: t('admin:audit.ofPerson'), icon: History, onSelect: show }]);
  }
  if (self || may('member:remove')) {
    const label = self ? t('member.leave') : t('member.remove');
    groups.push([{ id: 'remove', label, icon: self ? LogOut : UserMinus, danger: true, onSelect: () => setAsking(true) }]);
  }
  if (groups.length === 0) return null;
  return (
    <>
      <Menu
        align="end"
        groups={groups}
        trigger={
          <IconButton size="sm" label={t('member.menuOf', { name: member.name })}>
            <Ellipsis />
          </IconButton>
        }
      />
      {scheduling && <MemberCalendarDialog member={member} onClose={() => setScheduling(false)} />}
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
