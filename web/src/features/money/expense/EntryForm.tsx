// The fields of an entry. A faulty one says so where it stands; what was typed stays.
import { Controller, useForm, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { Expense, Project } from '@/api/types';
import { PersonSelect } from '@/features/org/PersonSelect';
import { useOrg, useProjects } from '@/features/org/useOrg';
import { applyError } from '@/lib/form';
import { formatAmount, formatMoney, formatNumber, today } from '@/lib/format';
import { sentence } from '@/lib/messages';
import { DatePicker } from '@/ui/DatePicker';
import { Field, FormError } from '@/ui/Field';
import { Textarea } from '@/ui/Input';
import { Select } from '@/ui/Select';
import { AmountFields } from './AmountFields';
import { bodyOf, changesOf, faultOf, type EntryValues } from './form';
import { KindChoice } from './KindChoice';
import { ReceiptField, useUploadedReceipts } from './Receipt';
import { TaskPick } from './TaskPick';
import type { ExpenseWrites } from './useExpenseWrites';

interface EntryFormProps {
  id: string;
  /** None to enter a new one. */
  entry: Expense | null;
  project: Project | null;
  writes: ExpenseWrites;
  editable: boolean;
  onClose: () => void;
}

export function EntryForm({ id, entry, project, writes, editable, onClose }: EntryFormProps) {
  const { t } = useTranslation(['expenses', 'money']);
  const { me, may, organization } = useOrg();
  const { projects } = useProjects();
  const home = project ?? projects.find((one) => one.id === entry?.projectId) ?? null;
  const form = useForm<EntryValues>({ defaultValues: valuesOf(entry, home, { user: me.id, day: today(organization.timeZone), currency: home?.currency ?? organization.currency }) });
  const { control, formState, register, setValue } = form;
  const { errors } = formState;
  const [kind, projectId, taskId] = useWatch({ control, name: ['kind', 'projectId', 'taskId'] });
  const receipts = useUploadedReceipts();
  const submit = form.handleSubmit(async (values) => {
    const fault = faultOf(values);
    if (fault) return form.setError(fault.field, { message: t(`rule.${fault.rule}`) }, { shouldFocus: true });
    const body = bodyOf(values);
    receipts.keep(values.receiptFileId);
    try {
      if (!entry) await writes.create(body);
      else {
        const changes = changesOf(entry, body);
        if (Object.keys(changes).length > 0) await writes.change(entry, changes);
      }
      onClose();
    } catch (error) {
      receipts.keep(null);
      applyError(form, error);
    }
  });
  const fault = (name: keyof EntryValues) => errors[name]?.message && sentence(errors[name].message);
  const open = projects.filter(({ id: one, status }) => one === entry?.projectId || (status !== 'done' && status !== 'cancelled'));
  return (
    <form
      id={id}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      className="grid gap-4 sm:grid-cols-2"
    >
      <div className="empty:hidden sm:col-span-2">
        <FormError>{errors.root?.message}</FormError>
      </div>
      {!entry && <Controller control={control} name="kind" render={({ field }) => <KindChoice value={field.value} onChange={field.onChange} />} />}
      {!project && (
        <Field label={t('field.project')} error={fault('projectId')} className="sm:col-span-2">
          <Select
            value={projectId}
            disabled={!editable}
            choices={open.map((one) => ({ value: one.id, label: one.name }))}
            onChange={(next) => {
              setValue('projectId', next);
              setValue('taskId', null);
              setValue('receiptFileId', null);
            }}
          />
        </Field>
      )}
      {projectId && (
        <Field label={t('field.task')} error={fault('taskId')} className="sm:col-span-2">
          <TaskPick projectId={projectId} label={t('field.task')} value={taskId} noneLabel={t('field.noTask')} disabled={!editable} onChange={(next) => setValue('taskId', next)} />
        </Field>
      )}
      <Field label={t('field.date')} error={fault('date')}>
        <Controller control={control} name="date" render={({ field }) => <DatePicker label={t('field.date')} value={field.value} disabled={!editable} onChange={(day) => day && field.onChange(day)} />} />
      </Field>
      <AmountFields form={form} kind={kind} disabled={!editable} />
      {entry?.kind === 'time' && (
        <p className="nums text-sm text-muted sm:col-span-2">
          {entry.amount === null ? t('priced.not') : entry.rate === null ? t('priced.byHand', { amount: formatMoney(entry.amount, entry.currency) }) : t('priced.byRate', { amount: formatMoney(entry.amount, entry.currency), rate: formatMoney(entry.rate, entry.currency) })}
        </p>
      )}
      <Field label={kind === 'time' ? t('field.done') : t('field.description')} error={fault('description')} className="sm:col-span-2">
        <Textarea rows={2} maxLength={2000} disabled={!editable} {...register('description')} />
      </Field>
      {may('expense:manage') && (
        <Field label={t('field.person')} error={fault('userId')} className="sm:col-span-2">
          <Controller control={control} name="userId" render={({ field }) => <PersonSelect required label={t('field.person')} value={field.value} disabled={!editable} onChange={(user) => user && field.onChange(user)} />} />
        </Field>
      )}
      {projectId && (kind === 'expense' || entry?.receiptFileId) && (
        <Controller
          control={control}
          name="receiptFileId"
          render={({ field }) => <ReceiptField home={taskId ? { taskId } : { projectId }} value={field.value} editable={editable} error={fault('receiptFileId')} onChange={field.onChange} onUploaded={receipts.uploaded} />}
        />
      )}
    </form>
  );
}

function valuesOf(entry: Expense | null, project: Project | null, standard: { user: string; day: string; currency: string }): EntryValues {
  return {
    kind: entry?.kind ?? 'expense',
    projectId: entry?.projectId ?? project?.id ?? null,
    taskId: entry?.taskId ?? null,
    userId: entry?.userId ?? standard.user,
    date: entry?.date ?? standard.day,
    amount: entry?.amount == null ? '' : formatAmount(entry.amount, entry.currency),
    currency: entry?.currency ?? standard.currency,
    hours: entry?.hours == null ? '' : formatNumber(entry.hours, { maximumFractionDigits: 4, useGrouping: false }),
    description: entry?.description ?? '',
    receiptFileId: entry?.receiptFileId ?? null,
  };
}
