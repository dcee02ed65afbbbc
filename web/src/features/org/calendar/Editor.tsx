// One working calendar: its name and zone, the hours of the week, the days that differ, and the year that comes of them.
import { Link, useParams } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { oneOptions } from '@/api/collections';
import type { Calendar } from '@/api/types';
import { LoadError } from '@/features/frame/Pages';
import { SettingsFrame } from '@/features/org/settings/Frame';
import { useOrg } from '@/features/org/useOrg';
import { useUndoKeys } from '@/features/work/useWorkKeys';
import { today as todayIn } from '@/lib/format';
import { toastError } from '@/lib/messages';
import { SkeletonRows } from '@/ui/Skeleton';
import { Basics } from './Basics';
import { bodyOf, changesOf, draftOf, faultOf, weekOf, type Draft } from './draft';
import { Exceptions } from './Exceptions';
import { ExceptionEditing, useExceptionEditing } from './ExceptionEditing';
import { CalendarMenu } from './Menu';
import { CalendarSaveBar } from './SaveBar';
import { useCalendarWrites } from './useCalendarWrites';
import { Week } from './Week';
import { Year } from './Year';

export function CalendarPage() {
  const { t } = useTranslation('worktime');
  const { id: org } = useOrg();
  const { calendar: id } = useParams({ from: '/signed-in/o/$org/settings/calendars/$calendar' });
  const { data, error, refetch } = useQuery(oneOptions(org, 'calendars', id));
  useUndoKeys();
  const crumbs = (
    <>
      <Link to="/o/$org/settings/calendars" params={{ org }} className="hover:text-text">
        {t('title')}
      </Link>
      <span aria-hidden="true">/</span>
    </>
  );
  return (
    <SettingsFrame title={data?.name ?? t('title')} crumbs={crumbs} actions={data && <CalendarMenu calendar={data} />} fixed>
      {!data && !error && <SkeletonRows rows={8} />}
      {!data && error && <LoadError error={error} onRetry={() => void refetch()} />}
      {data && <Editor key={data.id} calendar={data} />}
    </SettingsFrame>
  );
}

/** The draft goes on from the version it was begun with; what others save meanwhile shows when it is given up. */
function Editor({ calendar }: { calendar: Calendar }) {
  const { organization } = useOrg();
  const writes = useCalendarWrites();
  const [begun, setBegun] = useState<{ from: Calendar; draft: Draft } | null>(null);
  const [saving, setSaving] = useState(false);
  const untouched = useMemo(() => draftOf(calendar), [calendar]);
  const draft = begun?.draft ?? untouched;
  const from = begun?.from ?? calendar;
  const set = (changes: Partial<Draft>) => setBegun({ from, draft: { ...draft, ...changes } });
  const disabled = !calendar.can.includes('update');
  const fault = faultOf(draft);
  const changes = fault ? null : changesOf(from, bodyOf(draft));
  const week = useMemo(() => weekOf(draft), [draft]);
  const today = todayIn(draft.timeZone ?? organization.timeZone);
  const editing = useExceptionEditing();
  const save = () => {
    if (!changes) return;
    setSaving(true);
    writes
      .save(from, changes)
      .then(() => setBegun(null), toastError)
      .finally(() => setSaving(false));
  };
  return (
    <>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto grid max-w-[1320px] gap-x-10 gap-y-8 px-4 py-5 sm:px-6 min-[1400px]:grid-cols-[540px_minmax(0,1fr)]">
          <div className="flex min-w-0 flex-col gap-7">
            <Basics draft={draft} onChange={set} disabled={disabled} />
            <Part title="week.title">
              <Week week={draft.week} onChange={(next) => set({ week: next })} disabled={disabled} />
            </Part>
            <Part title="exception.title" text="exception.text">
              <Exceptions
                exceptions={draft.exceptions}
                today={today}
                disabled={disabled}
                onAdd={() => editing.add(today)}
                onEdit={editing.edit}
                onChange={(exceptions) => set({ exceptions })}
              />
            </Part>
          </div>
          <Year week={week} exceptions={draft.exceptions} today={today} onPick={disabled ? undefined : editing.pick} />
        </div>
      </div>
      <CalendarSaveBar
        calendar={from}
        dirty={begun !== null && (fault !== null || changes !== null)}
        changes={changes}
        fault={fault}
        saving={saving}
        onSave={save}
        onDiscard={() => setBegun(null)}
      />
      <ExceptionEditing editing={editing} draft={draft} today={today} onChange={(exceptions) => set({ exceptions })} />
    </>
  );
}

function Part({ title, text, children }: { title: 'week.title' | 'exception.title'; text?: 'exception.text'; children: ReactNode }) {
  const { t } = useTranslation('worktime');
  return (
    <section aria-label={t(title)}>
      <h2 className="text-base">{t(title)}</h2>
      <p className="mt-0.5 mb-2 text-sm text-muted empty:hidden">{text && t(text)}</p>
      {children}
    </section>
  );
}
