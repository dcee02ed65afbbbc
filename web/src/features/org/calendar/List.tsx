// The working calendars: what a week in them is, and what uses them.
import { useNavigate } from '@tanstack/react-router';
import { CalendarClock, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Calendar } from '@/api/types';
import { Forbidden, LoadError } from '@/features/frame/Pages';
import { SettingsFrame } from '@/features/org/settings/Frame';
import { useOrg } from '@/features/org/useOrg';
import { useUndoKeys } from '@/features/work/useWorkKeys';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { SkeletonRows } from '@/ui/Skeleton';
import { NameDialog } from './NameDialog';
import { CalendarTable } from './Table';
import { useCalendars } from './useCalendars';

export function CalendarsPage() {
  const { t } = useTranslation('worktime');
  const { id: org, may } = useOrg();
  const { calendars, error, isPending, hasData, refetch } = useCalendars();
  const navigate = useNavigate();
  const [making, setMaking] = useState(false);
  useUndoKeys();
  const open = ({ id }: Calendar) => void navigate({ to: '/o/$org/settings/calendars/$calendar', params: { org, calendar: id } });
  const create = may('calendar:write') && (
    <Button kind="primary" onClick={() => setMaking(true)}>
      <Plus className="size-4" aria-hidden="true" />
      {t('new')}
    </Button>
  );
  if (!may('calendar:read')) {
    return (
      <SettingsFrame title={t('title')}>
        <Forbidden />
      </SettingsFrame>
    );
  }
  return (
    <SettingsFrame title={t('title')} actions={calendars.length > 0 && create}>
      {isPending && <SkeletonRows rows={4} />}
      {error && !hasData && <LoadError error={error} onRetry={() => void refetch()} />}
      {hasData && calendars.length === 0 && (
        <EmptyState icon={CalendarClock} title={t('none')} text={t('noneText')}>
          {create}
        </EmptyState>
      )}
      {calendars.length > 0 && (
        <>
          <p className="border-b px-4 py-3 text-sm text-muted">{t('text')}</p>
          <CalendarTable calendars={calendars} />
        </>
      )}
      {making && <NameDialog calendars={calendars} onDone={open} onClose={() => setMaking(false)} />}
    </SettingsFrame>
  );
}
