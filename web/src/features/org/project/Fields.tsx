import { Building2, Lock } from 'lucide-react';
import { Controller, useWatch, type UseFormReturn } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { Priority } from '@/api/types';
import { useErrorText } from '@/lib/form';
import { PriorityIcon } from '@/ui/Badge';
import { DatePicker } from '@/ui/DatePicker';
import { Field, FormError } from '@/ui/Field';
import { Input, Textarea } from '@/ui/Input';
import { Select } from '@/ui/Select';
import { PeopleSelect, PersonSelect } from '../PersonSelect';
import type { ProjectValues } from './form';

const priorities: Priority[] = ['low', 'normal', 'high', 'urgent'];

interface BasicFieldsProps {
  form: UseFormReturn<ProjectValues>;
  /** Given when the key can still be chosen. */
  onKeyTyped?: () => void;
  autoFocus?: boolean;
}

/** Name, description, owner, priority and dates. */
export function BasicFields({ form, onKeyTyped, autoFocus }: BasicFieldsProps) {
  const { t } = useTranslation(['org', 'common']);
  const errorText = useErrorText();
  const { errors } = form.formState;
  const { control, register } = form;
  return (
    <>
      <FormError>{errors.root?.message}</FormError>
      <div className="grid gap-4 sm:grid-cols-[1fr_120px]">
        <Field label={t('project.field.name')} error={errorText(errors.name)} className={onKeyTyped ? '' : 'sm:col-span-2'}>
          <Input autoFocus={autoFocus ?? false} {...register('name')} />
        </Field>
        {onKeyTyped && (
          <Field label={t('project.field.key')} error={errorText(errors.key)}>
            <Input
              className="uppercase"
              maxLength={10}
              autoComplete="off"
              {...register('key', {
                setValueAs: (value: string) => value.toUpperCase(),
                onChange: onKeyTyped,
              })}
            />
          </Field>
        )}
      </div>
      {onKeyTyped && <p className="-mt-2 text-sm text-muted">{t('project.field.keyHelp')}</p>}
      <Field label={t('project.field.description')} optional={t('optional')} error={errorText(errors.description)}>
        <Textarea rows={3} {...register('description')} />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Controller
          control={control}
          name="ownerId"
          render={({ field }) => (
            <Field label={t('project.field.owner')} error={errorText(errors.ownerId)}>
              <PersonSelect required label={t('project.field.owner')} value={field.value} onChange={field.onChange} disabled={field.disabled ?? false} />
            </Field>
          )}
        />
        <Controller
          control={control}
          name="priority"
          render={({ field }) => (
            <Field label={t('project.field.priority')} error={errorText(errors.priority)}>
              <Select
                value={field.value}
                onChange={field.onChange}
                disabled={field.disabled ?? false}
                choices={priorities.map((value) => ({
                  value,
                  label: t(`common:priority.${value}`),
                  icon: <PriorityIcon priority={value} decorative />,
                }))}
              />
            </Field>
          )}
        />
        <DayField form={form} name="startDate" />
        <DayField form={form} name="endDate" />
      </div>
    </>
  );
}

function DayField({ form, name }: { form: UseFormReturn<ProjectValues>; name: 'startDate' | 'endDate' }) {
  const { t } = useTranslation('org');
  const errorText = useErrorText();
  return (
    <Controller
      control={form.control}
      name={name}
      render={({ field }) => (
        <Field label={t(`project.field.${name}`)} error={errorText(form.formState.errors[name])}>
          <DatePicker label={t(`project.field.${name}`)} value={field.value} onChange={field.onChange} disabled={field.disabled ?? false} />
        </Field>
      )}
    />
  );
}

/** Who sees it. */
export function VisibilityFields({ form }: { form: UseFormReturn<ProjectValues> }) {
  const { t } = useTranslation('org');
  const errorText = useErrorText();
  const { errors } = form.formState;
  const { control } = form;
  const visibility = useWatch({ control, name: 'visibility' });
  return (
    <>
      <Controller
        control={control}
        name="visibility"
        render={({ field }) => (
          <Field label={t('project.field.visibility')} error={errorText(errors.visibility)}>
            <Select
              value={field.value}
              onChange={field.onChange}
              choices={[
                { value: 'organization', label: t('project.visible.organization'), icon: <Building2 className="size-4 text-faint" /> },
                { value: 'private', label: t('project.visible.private'), icon: <Lock className="size-4 text-faint" /> },
              ]}
            />
          </Field>
        )}
      />
      {visibility === 'private' && (
        <Controller
          control={control}
          name="memberIds"
          render={({ field }) => (
            <Field label={t('project.field.members')} help={t('project.field.membersHelp')}>
              <PeopleSelect label={t('project.field.members')} value={field.value} onChange={field.onChange} />
            </Field>
          )}
        />
      )}
    </>
  );
}
