// Every field of a task beside its text, in groups: what and who, when, scheduling, effort and cost, and where it
// came from.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOrg, usePeople } from '@/features/org/useOrg';
import { cx } from '@/lib/cx';
import { dayOf, formatAgo, formatDay, formatExact, formatMoney } from '@/lib/format';
import { PathDialog } from '../path/PathDialog';
import { Basics } from './Basics';
import { usePanel } from './context';
import { CustomFields } from './CustomFields';
import { Chip, controlClass, DayRow, Group, Row, useSaved } from './rows';
import { Scheduling } from './Scheduling';
import { amount, AmountRow, TextRow } from './TextRows';

export function Properties() {
  const { t } = useTranslation('work');
  const { task, mode } = usePanel();
  const planned = task.scheduleMode === 'manual' || task.constraint !== null || task.actualStart !== null || task.calendarId !== null || task.baselineStart !== null;
  const costs = [task.estimateHours, task.actualHours, task.estimateCost, task.actualCost].some((value) => value !== null);
  return (
    <div className={cx(mode === 'panel' && 'grid items-start gap-x-6 @min-[480px]:grid-cols-2')}>
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
      {task.startDate !== null && <Why />}
      <AmountRow label={t('field.duration')} name="duration" days shown={task.duration === null ? '' : t('unit.days', { value: amount(task.duration) })} />
      <DayRow label={t('field.due')} name="dueDate" late={!over && due !== null && due < lookup.today} />
      <Check label={t('field.milestone')} checked={task.milestone} name="milestone" />
    </>
  );
}

/** What its dates follow from, and what follows from them. */
function Why() {
  const { t } = useTranslation('gantt');
  const { task, mode } = usePanel();
  const [open, setOpen] = useState(false);
  return (
    <Row label="">
      <button type="button" className="mx-2 mb-1 min-h-6 rounded-sm text-sm text-accent-text hover:underline" onClick={() => setOpen(true)}>
        {t('path.why')}
      </button>
      {open && <PathDialog task={task} mode={mode} onClose={() => setOpen(false)} />}
    </Row>
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

function Effort() {
  const { t } = useTranslation('work');
  const { organization } = useOrg();
  const { task, project, may } = usePanel();
  const currency = task.currency ?? project.currency ?? organization.currency;
  const money = (value: number | null) => (value === null ? '' : formatMoney(value, currency));
  const hours = (value: number | null) => (value === null ? '' : t('unit.hours', { value: amount(value) }));
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
