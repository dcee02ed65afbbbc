// A person's time in a week: typed into the cells, or counted by the timer.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Clock, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '@/api/types';
import { Page } from '@/features/frame/Page';
import { Forbidden, LoadError } from '@/features/frame/Pages';
import { useOrg } from '@/features/org/useOrg';
import { useNarrow } from '@/features/work/parts/useMedia';
import { useUndoKeys } from '@/features/work/useWorkKeys';
import { useActions } from '@/lib/actions';
import { today as todayIn } from '@/lib/format';
import { toastError } from '@/lib/messages';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { SkeletonRows } from '@/ui/Skeleton';
import { toast } from 'sonner';
import type { SheetRow } from '../types';
import { AddRowDialog } from './AddRowDialog';
import { EntriesDialog } from './EntriesDialog';
import { allRows, entriesOn, rowKey, subjectOf } from './rows';
import { SheetDays } from './SheetDays';
import { SheetTable } from './SheetTable';
import { SheetTools } from './SheetTools';
import { TimerPill } from './TimerPill';
import { useTimer } from './useTimer';
import { useTimesheet, useTimeWrites } from './useTimesheet';
import { weekOf } from './week';

export function TimesheetPage() {
  const { t } = useTranslation('money');
  const { may } = useOrg();
  return <Page title={t('sheet.title')}>{may('expense:read') ? <Sheet /> : <Forbidden />}</Page>;
}

function Sheet() {
  const { t } = useTranslation('money');
  const { organization, may, me } = useOrg();
  const today = todayIn(organization.timeZone);
  const { week = weekOf(today), user } = useSearch({ from: '/signed-in/o/$org/time' });
  const navigate = useNavigate();
  const narrow = useNarrow();
  const manages = may('expense:manage');
  const own = user === undefined || user === me.id;
  const person = own ? undefined : user;
  const query = useTimesheet(week, person);
  const writes = useTimeWrites(week, person);
  const timer = useTimer();
  const [added, setAdded] = useState<{ week: string; rows: readonly SheetRow[] }>({ week, rows: [] });
  const [adding, setAdding] = useState<Day | true | null>(null);
  const [open, setOpen] = useState<{ row: string; day: Day } | null>(null);
  const [busy, setBusy] = useState(false);
  const { data: sheet } = query;
  const rows = useMemo(() => (sheet ? allRows(sheet, added.week === week ? added.rows : []) : []), [sheet, added, week]);
  const mayEnter = may('expense:create') && (own || manages);
  useUndoKeys();
  useActions(mayEnter ? [{ id: 'time.add', label: t('sheet.add'), group: t('sheet.title'), keys: 'c', icon: Plus, run: () => setAdding(true) }] : []);

  const go = (change: { week?: string | undefined; user?: string | undefined }) =>
    void navigate({ to: '.', search: (old: Record<string, unknown>) => ({ ...old, ...change }), replace: true });
  const save = (row: SheetRow, day: Day, hours: number): Promise<void> => {
    const [entry] = entriesOn(row, day);
    const on = subjectOf(row);
    if (!entry) return on ? writes.add(on, day, hours) : Promise.resolve();
    return hours === 0 ? writes.remove(entry) : writes.change(entry, { hours });
  };
  const act = (work: Promise<unknown>, done: string) => {
    setBusy(true);
    work.then(() => toast.success(done), toastError).finally(() => setBusy(false));
  };
  const add = (row: SheetRow) => {
    setAdded({ week, rows: [...(added.week === week ? added.rows : []), row] });
    setOpen(typeof adding === 'string' ? { row: rowKey(row), day: adding } : null);
    setAdding(null);
  };
  const start = (row: SheetRow) => {
    const on = subjectOf(row);
    if (on) timer.start(on);
    setAdding(null);
  };
  const openRow = open && rows.find((row) => rowKey(row) === open.row);
  const shared = sheet && { sheet, rows, today, may: mayEnter, onSave: save, onOpen: (row: SheetRow, day: Day) => setOpen({ row: rowKey(row), day }) };
  const addButton = (
    <Button kind={rows.length === 0 ? 'primary' : 'ghost'} size="sm" onClick={() => setAdding(true)}>
      <Plus className="size-4" aria-hidden="true" />
      {t('sheet.add')}
    </Button>
  );
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-4 p-3 sm:p-4">
      <SheetTools
        week={week}
        sheet={sheet}
        person={person ?? me.id}
        own={own}
        manages={manages}
        busy={busy}
        onWeek={(next) => go({ week: next === weekOf(today) ? undefined : next })}
        onPerson={(next) => go({ user: next === me.id ? undefined : (next ?? undefined) })}
        onSubmit={() => act(writes.submit(), t('sheet.submitted'))}
        onDecide={(status, reason) => act(writes.decide(person ?? me.id, status, reason), t(`sheet.${status === 'approved' ? 'approved' : 'rejected'}`))}
      />
      {own && <TimerPill />}
      {query.error && !sheet && <LoadError error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <SkeletonRows rows={6} />}
      {shared && rows.length === 0 && !narrow && (
        <EmptyState icon={Clock} title={t('sheet.empty')} text={mayEnter ? t('sheet.emptyText') : t('sheet.emptyReader')}>
          {mayEnter && addButton}
        </EmptyState>
      )}
      {shared && (narrow ? <SheetDays {...shared} onAdd={setAdding} /> : rows.length > 0 && <SheetTable {...shared} />)}
      {shared && mayEnter && rows.length > 0 && !narrow && <div>{addButton}</div>}
      {adding !== null && <AddRowDialog onAdd={add} onStart={start} onClose={() => setAdding(null)} />}
      {open && openRow && <EntriesDialog row={openRow} day={open.day} may={mayEnter} writes={writes} onClose={() => setOpen(null)} />}
    </div>
  );
}
