// How the schedule treats a task, and what became of the plan.
import { useTranslation } from 'react-i18next';
import type { ConstraintType, Task } from '@/api/types';
import { useAll } from '@/api/collections';
import { CalendarLink } from '@/features/org/calendar/CalendarLink';
import { useOrg } from '@/features/org/useOrg';
import { dayOf, formatDay, formatPercent } from '@/lib/format';
import { Calendar } from '@/ui/Calendar';
import { PickList } from '../parts/PickList';
import { usePanel } from './context';
import { controlClass, DayRow, PickRow, Row } from './rows';
import { amount, AmountRow } from './TextRows';

const constraints: readonly ConstraintType[] = ['ASAP', 'ALAP', 'SNET', 'SNLT', 'FNET', 'FNLT', 'MSO', 'MFO'];
const undated = (type: ConstraintType): boolean => type === 'ASAP' || type === 'ALAP';

export function Scheduling() {
  const { t } = useTranslation('work');
  const { task, lookup } = usePanel();
  const { constraint, baselineStart, baselineEnd } = task;
  const day = (at: string | null) => formatDay(dayOf(at, lookup.timeZone));
  const dated = (type: ConstraintType): Task['constraint'] =>
    undated(type) ? { type, date: null } : { type, date: constraint?.date ?? task.startDate ?? new Date().toISOString() };
  return (
    <>
      <PickRow label={t('field.scheduleMode')} shown={t(`mode.${task.scheduleMode}`)} empty={false}>
        {(save, close) => (
          <PickList
            label={t('field.scheduleMode')}
            choices={(['auto', 'manual'] as const).map((mode) => ({ value: mode, label: t(`mode.${mode}`) }))}
            value={[task.scheduleMode]}
            onPick={(mode) => {
              save({ scheduleMode: mode === 'manual' ? 'manual' : 'auto' });
              close();
            }}
          />
        )}
      </PickRow>
      <PickRow label={t('field.constraint')} shown={constraint && t(`constraint.${constraint.type}`)} empty={!constraint}>
        {(save, close) => (
          <PickList
            label={t('field.constraint')}
            choices={[{ value: '', label: t('constraint.none') }, ...constraints.map((type) => ({ value: type, label: t(`constraint.${type}`), help: type }))]}
            value={[constraint?.type ?? '']}
            onPick={(type) => {
              save({ constraint: type === '' ? null : dated(type as ConstraintType) });
              close();
            }}
          />
        )}
      </PickRow>
      {constraint && !undated(constraint.type) && (
        <PickRow label={t('field.constraintDate')} shown={<span className="nums">{day(constraint.date)}</span>} empty={!constraint.date}>
          {(save, close) => (
            <div className="p-3">
              <Calendar
                label={t('field.constraintDate')}
                value={dayOf(constraint.date, lookup.timeZone)}
                onPick={(date) => {
                  save({ constraint: date === null ? null : { type: constraint.type, date } });
                  close();
                }}
              />
            </div>
          )}
        </PickRow>
      )}
      <CalendarRow />
      <AmountRow
        label={t('field.percent')}
        name="percentComplete"
        shown={formatPercent(task.percentComplete)}
        follows={task.childCount > 0 ? t('panel.percentOfParts') : undefined}
      />
      <DayRow label={t('field.actualStart')} name="actualStart" />
      <DayRow label={t('field.actualFinish')} name="actualFinish" />
      <AmountRow label={t('field.remaining')} name="remainingDuration" days shown={task.remainingDuration === null ? '' : t('unit.days', { value: amount(task.remainingDuration) })} />
      {(baselineStart || baselineEnd) && (
        <Row label={t('field.baseline')}>
          <div className={`${controlClass} nums text-muted`}>{`${day(baselineStart)} – ${day(baselineEnd)}`}</div>
        </Row>
      )}
    </>
  );
}

function CalendarRow() {
  const { t } = useTranslation('work');
  const { id: org } = useOrg();
  const { task } = usePanel();
  const calendars = useAll(org, 'calendars').data?.data ?? [];
  const name = calendars.find((calendar) => calendar.id === task.calendarId)?.name;
  return (
    <>
      <PickRow label={t('field.calendar')} shown={name ?? t('panel.projectCalendar')} empty={false}>
        {(save, close) => (
          <PickList
            label={t('field.calendar')}
            choices={[{ value: '', label: t('panel.projectCalendar') }, ...calendars.map(({ id, name: label }) => ({ value: id, label }))]}
            value={[task.calendarId ?? '']}
            onPick={(id) => {
              save({ calendarId: id || null });
              close();
            }}
          />
        )}
      </PickRow>
      {task.calendarId && (
        <Row label="">
          <p className="px-2 pb-1 text-sm">
            <CalendarLink calendarId={task.calendarId} />
          </p>
        </Row>
      )}
    </>
  );
}
