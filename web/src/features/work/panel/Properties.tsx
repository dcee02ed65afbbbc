// Every field of a task beside its text, in groups: what and who, when, scheduling, effort and cost, and where it
// came from.
import { useTranslation } from 'react-i18next';
import type { ConstraintType, Task } from '@/api/types';
import { useAll } from '@/api/collections';
import { useOrg, usePeople } from '@/features/org/useOrg';
import { cx } from '@/lib/cx';
import { dayOf, formatAgo, formatDay, formatExact, formatMoney, formatNumber, formatPercent } from '@/lib/format';
import { PriorityIcon, StatusPill } from '@/ui/Badge';
import { Calendar } from '@/ui/DatePicker';
import { statusChoices } from '../parts/choices';
import { LabelChips, labelsOf } from '../parts/marks';
import { PickList } from '../parts/PickList';
import { LabelList, PriorityList } from '../list/CellPicker';
import { CustomFields } from './CustomFields';
import { PeopleRow } from './PeopleRow';
import { usePanel } from './context';
import { AmountRow, Chip, controlClass, DayRow, Group, PickRow, Row, SchemaRow, TextRow, useSaved } from './rows';

const number = (value: number | null): string => (value === null ? '' : formatNumber(value, { maximumFractionDigits: 2 }));

export function Properties() {
  const { t } = useTranslation('work');
  const { task, mode } = usePanel();
  const planned = task.scheduleMode === 'manual' || task.constraint !== null || task.actualStart !== null || task.calendarId !== null || task.baselineStart !== null;
  const costs = [task.estimateHours, task.actualHours, task.estimateCost, task.actualCost].some((value) => value !== null);
  return (
    <div className={cx(mode === 'panel' && 'grid items-start gap-x-6 sm:grid-cols-2')}>
      <Basics />
      <div className="pb-1">
        <Dates />
      </div>
      <CustomFields />
      <Group title={t('panel.scheduling')} filled={planned}>
        <Scheduling />
      </Group>
      <Group title={t('panel.effort')} filled={costs}>
        <Effort />
      </Group>
      <Group title={t('panel.about')} filled={false}>
        <About />
      </Group>
    </div>
  );
}

function Basics() {
  const { t } = useTranslation(['work', 'common']);
  const { task, project, lookup } = usePanel();
  const status = lookup.statuses.get(task.status)?.name ?? task.status;
  return (
    <div className="pb-1">
      <PickRow label={t('field.status')} shown={<StatusPill kind={task.statusKind} name={status} />} empty={false}>
        {(save, close) => (
          <PickList
            label={t('field.status')}
            choices={statusChoices(project.statuses)}
            value={[task.status]}
            onPick={(next) => {
              save({ status: next });
              close();
            }}
          />
        )}
      </PickRow>
      <PickRow
        label={t('field.priority')}
        shown={
          <>
            <PriorityIcon priority={task.priority} decorative /> {t(`common:priority.${task.priority}`)}
          </>
        }
        empty={false}
      >
        {(save, close) => (
          <PriorityList
            label={t('field.priority')}
            value={task.priority}
            onPick={(priority) => {
              save({ priority });
              close();
            }}
          />
        )}
      </PickRow>
      <PeopleRow />
      <SchemaRow name="blockedReason" />
      <PickRow label={t('field.labels')} shown={<LabelChips wrap labels={labelsOf(task, lookup.labels)} />} empty={task.labels.length === 0}>
        {(save) => <LabelList label={t('field.labels')} value={task.labels} onChange={(labels) => save({ labels })} />}
      </PickRow>
    </div>
  );
}

function Dates() {
  const { t } = useTranslation('work');
  const { task, may, lookup, save } = usePanel();
  const over = task.statusKind === 'done' || task.statusKind === 'cancelled';
  const due = dayOf(task.dueDate, lookup.timeZone);
  const { constraint } = task;
  return (
    <>
      <DayRow label={t('field.start')} name="startDate" />
      {constraint && (
        <Row label="">
          <div className="px-2 pb-1">
            <Chip
              text={`${t(`constraint.${constraint.type}`)} ${formatDay(dayOf(constraint.date, lookup.timeZone))}`.trim()}
              title={constraint.type}
              removeLabel={t('panel.removeConstraint')}
              onRemove={may ? () => void save({ constraint: null }).catch(() => undefined) : undefined}
            />
          </div>
        </Row>
      )}
      <DayRow label={t('field.end')} name="endDate" />
      <AmountRow label={t('field.duration')} name="duration" days shown={task.duration === null ? '' : t('unit.days', { value: number(task.duration) })} />
      <DayRow label={t('field.due')} name="dueDate" late={!over && due !== null && due < lookup.today} />
      <Check label={t('field.milestone')} checked={task.milestone} name="milestone" />
    </>
  );
}

function Check({ label, checked, name }: { label: string; checked: boolean; name: 'milestone' }) {
  const { may } = usePanel();
  const [error, save] = useSaved();
  return (
    <Row label={label} error={error}>
      <div className={controlClass}>
        <input type="checkbox" aria-label={label} checked={checked} disabled={!may} onChange={(event) => save({ [name]: event.target.checked })} className="size-4" />
      </div>
    </Row>
  );
}

const constraints: readonly ConstraintType[] = ['ASAP', 'ALAP', 'SNET', 'SNLT', 'FNET', 'FNLT', 'MSO', 'MFO'];
const undated = (type: ConstraintType): boolean => type === 'ASAP' || type === 'ALAP';

function Scheduling() {
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
      <AmountRow label={t('field.percent')} name="percentComplete" shown={formatPercent(task.percentComplete)} />
      <DayRow label={t('field.actualStart')} name="actualStart" />
      <DayRow label={t('field.actualFinish')} name="actualFinish" />
      <AmountRow label={t('field.remaining')} name="remainingDuration" days shown={task.remainingDuration === null ? '' : t('unit.days', { value: number(task.remainingDuration) })} />
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
  );
}

function Effort() {
  const { t } = useTranslation('work');
  const { organization } = useOrg();
  const { task, project, may } = usePanel();
  const currency = task.currency ?? project.currency ?? organization.currency;
  const money = (value: number | null) => (value === null ? '' : formatMoney(value, currency));
  const hours = (value: number | null) => (value === null ? '' : t('unit.hours', { value: number(value) }));
  return (
    <>
      <AmountRow label={t('field.estimate')} name="estimateHours" shown={hours(task.estimateHours)} />
      <AmountRow label={t('field.actualHours')} name="actualHours" shown={hours(task.actualHours)} />
      <AmountRow label={t('field.estimateCost')} name="estimateCost" shown={money(task.estimateCost)} />
      <AmountRow label={t('field.actualCost')} name="actualCost" shown={money(task.actualCost)} />
      {may && (
        <TextRow
          label={t('field.currency')}
          plain={currency}
          shown={currency}
          // Amounts in another currency are other amounts: they go along, so that the server takes the change.
          read={(text) => ({ currency: text.trim().toUpperCase(), estimateCost: task.estimateCost, actualCost: task.actualCost })}
        />
      )}
    </>
  );
}

function About() {
  const { t } = useTranslation('work');
  const { task, lookup } = usePanel();
  const { byId } = usePeople();
  const author = task.createdBy ? byId.get(task.createdBy)?.name : undefined;
  const line = (at: string) => (
    <div className={`${controlClass} text-muted`} title={formatExact(at, lookup.timeZone)}>
      {formatAgo(at)}
    </div>
  );
  return (
    <>
      <Row label={t('field.key')}>
        <div className={`${controlClass} nums text-muted`}>{task.key}</div>
      </Row>
      <Row label={t('field.created')}>
        {line(task.createdAt)}
        {author && <p className="truncate px-2 text-xs text-faint">{author}</p>}
      </Row>
      <Row label={t('field.updated')}>{line(task.updatedAt)}</Row>
    </>
  );
}
