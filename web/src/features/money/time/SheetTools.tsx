// Which week and whose, how it stands, and what can be decided about it.
import { ChevronLeft, ChevronRight, Send } from 'lucide-react';
import { parseISO } from 'date-fns';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Id } from '@/api/types';
import { PersonSelect } from '@/features/org/PersonSelect';
import { locale, formatNumber } from '@/lib/format';
import { Button, IconButton } from '@/ui/Button';
import { RefuseDialog } from '../RefuseDialog';
import { StatusBadge } from '../StatusBadge';
import type { EntryStatus, Timesheet } from '../types';
import { weekAfter } from './week';

interface SheetToolsProps {
  week: string;
  sheet: Timesheet | undefined;
  /** Whose it is, where others' may be seen. */
  person: Id | null;
  own: boolean;
  manages: boolean;
  busy: boolean;
  onWeek: (week: string | undefined) => void;
  onPerson: (person: Id | null) => void;
  onSubmit: () => void;
  onDecide: (status: 'approved' | 'rejected' | 'draft', reason?: string) => void;
}

const statuses: readonly EntryStatus[] = ['draft', 'submitted', 'approved', 'rejected'];

export function SheetTools(props: SheetToolsProps) {
  const { week, sheet, own, manages, busy, onWeek } = props;
  const { t } = useTranslation('money');
  const [refusing, setRefusing] = useState(false);
  const of = (status: EntryStatus): number => sheet?.byStatus[status] ?? 0;
  return (
    <>
      <div role="toolbar" aria-label={t('sheet.tools')} className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="flex items-center">
          <IconButton size="sm" label={t('sheet.previous')} onClick={() => onWeek(weekAfter(week, -1))}>
            <ChevronLeft />
          </IconButton>
          <Button kind="ghost" size="sm" onClick={() => onWeek(undefined)}>
            {t('sheet.thisWeek')}
          </Button>
          <IconButton size="sm" label={t('sheet.next')} onClick={() => onWeek(weekAfter(week, 1))}>
            <ChevronRight />
          </IconButton>
        </div>
        <h2 className="nums flex items-baseline gap-2 text-base" aria-live="polite">
          {sheet && new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', year: 'numeric' }).formatRange(parseISO(sheet.days[0] ?? ''), parseISO(sheet.days.at(-1) ?? ''))}
          <span className="text-sm font-normal text-muted">{t('sheet.week', { number: Number(week.slice(-2)) })}</span>
        </h2>
        {manages && (
          <div className="w-52">
            <PersonSelect required label={t('sheet.person')} value={props.person} onChange={props.onPerson} />
          </div>
        )}
        <div className="ml-auto flex flex-wrap items-center gap-2">
          {own && (
            <Button kind="primary" size="sm" disabled={of('draft') === 0} busy={busy} onClick={props.onSubmit}>
              <Send className="size-4" aria-hidden="true" />
              {t('sheet.submit')}
            </Button>
          )}
          {manages && of('submitted') > 0 && (
            <>
              <Button size="sm" onClick={() => setRefusing(true)}>
                {t('sheet.reject')}
              </Button>
              <Button size="sm" kind={own ? 'secondary' : 'primary'} busy={busy} onClick={() => props.onDecide('approved')}>
                {t('sheet.approve')}
              </Button>
            </>
          )}
        </div>
      </div>
      {sheet && sheet.total > 0 && (
        <p className="nums flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
          {statuses
            .filter((status) => of(status) > 0)
            .map((status) => (
              <span key={status} className="flex items-center gap-1.5">
                {t('hours', { value: formatNumber(of(status), { maximumFractionDigits: 2 }) })} <StatusBadge status={status} />
              </span>
            ))}
          {sheet.notPriced > 0 && <span className="text-warn">{t('sheet.notPricedSum', { count: sheet.notPriced })}</span>}
        </p>
      )}
      {refusing && (
        <RefuseDialog
          title={t('sheet.rejectTitle')}
          onClose={() => setRefusing(false)}
          onConfirm={(reason) => {
            setRefusing(false);
            props.onDecide('rejected', reason);
          }}
        />
      )}
    </>
  );
}
