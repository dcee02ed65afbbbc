import { Building2, Copy, Ellipsis, Pencil, TextCursorInput, Trash2 } from 'lucide-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Calendar } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { toastError } from '@/lib/messages';
import { IconButton } from '@/ui/Button';
import { Menu, type MenuGroups } from '@/ui/Menu';
import { bodyOf, draftOf } from './draft';
import { InUseDialog } from './InUse';
import { NameDialog } from './NameDialog';
import { useCalendarWrites } from './useCalendarWrites';

/** What can be done with a calendar as a whole. */
export function CalendarMenu({ calendar }: { calendar: Calendar }) {
  const { t } = useTranslation(['worktime', 'common']);
  const { id: org, organization, may } = useOrg();
  const navigate = useNavigate();
  const writes = useCalendarWrites();
  const [open, setOpen] = useState<'rename' | 'inUse' | null>(null);
  const { id, name, can } = calendar;
  const own = organization.calendarId === id;
  const show = (calendarId: string) => void navigate({ to: '/o/$org/settings/calendars/$calendar', params: { org, calendar: calendarId } });
  const duplicate = () =>
    void writes.create({ ...bodyOf(draftOf(calendar)), name: t('copyOf', { name }).slice(0, 200) }).then((made) => show(made.id), toastError);
  const groups: MenuGroups = [];
  const change = can.includes('update')
    ? [
        { id: 'edit', label: t('edit'), icon: Pencil, onSelect: () => show(id) },
        { id: 'rename', label: t('rename'), icon: TextCursorInput, onSelect: () => setOpen('rename') },
      ]
    : [];
  const copy = may('calendar:write') ? [{ id: 'duplicate', label: t('duplicate'), icon: Copy, onSelect: duplicate }] : [];
  if (change.length + copy.length > 0) groups.push([...change, ...copy]);
  if (may('organization:update')) {
    groups.push([{ id: 'own', label: own ? t('make.notOwn') : t('make.own'), icon: Building2, onSelect: () => writes.makeOwn(own ? null : calendar) }]);
  }
  if (can.includes('delete')) {
    const remove = () => writes.trash(calendar, () => setOpen('inUse'));
    groups.push([{ id: 'delete', label: t('common:actions.delete'), icon: Trash2, danger: true, onSelect: remove }]);
  }
  if (groups.length === 0) return null;
  return (
    <>
      <Menu
        align="end"
        groups={groups}
        trigger={
          <IconButton size="sm" label={t('menuOf', { name })}>
            <Ellipsis />
          </IconButton>
        }
      />
      {open === 'rename' && <NameDialog calendar={calendar} calendars={[]} onClose={() => setOpen(null)} />}
      {open === 'inUse' && <InUseDialog calendar={calendar} onClose={() => setOpen(null)} />}
    </>
  );
}
