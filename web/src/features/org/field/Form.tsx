// The dialogs that make and change a custom field.
import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import * as z from 'zod/mini';
import { useCreate, usePatch } from '@/api/collections';
import type { FieldDefinition, FieldKind, Id } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { applyError, useErrorText } from '@/lib/form';
import { Button } from '@/ui/Button';
import { Checkbox } from '@/ui/Checkbox';
import { Dialog } from '@/ui/Dialog';
import { Field, FormError } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { Select } from '@/ui/Select';
import { hasOptions, useKindChoices } from './kinds';
import { OptionsEditor } from './Options';
import { optionsFault, optionsOf, textsOf } from './options';
import { ScopeSelect } from './ScopeSelect';

const schema = z.object({
  name: z.string().check(z.trim(), z.minLength(1, 'required')),
  type: z.string(),
  model: z.string(),
  projectId: z.nullable(z.string()),
  required: z.boolean(),
  options: z.array(z.string()),
});

interface FieldDialogProps {
  /** None to make a new one. */
  field: FieldDefinition | null;
  /** The project that a new one is of; null: to be chosen. */
  project?: Id | null;
  onClose: () => void;
}

export function FieldDialog({ field, project = null, onClose }: FieldDialogProps) {
  const { t } = useTranslation(['admin', 'common']);
  const { id: org } = useOrg();
  const kinds = useKindChoices();
  const create = useCreate(org, 'field-definitions');
  const patch = usePatch(org, 'field-definitions');
  const errorText = useErrorText();
  const [options, setOptions] = useState(() => [...optionsOf(field?.options ?? [])]);
  const form = useForm({
    resolver: zodResolver(schema),
    defaultValues: {
      name: field?.name ?? '',
      type: field?.type ?? ('text' as FieldKind),
      model: field?.model ?? ('task' as FieldDefinition['model']),
      projectId: field ? field.projectId : project,
      required: field?.required ?? false,
      options: [] as string[],
    },
  });
  const { control, register, formState, watch } = form;
  const { errors } = formState;
  const [type, model] = [watch('type') as FieldKind, watch('model') as FieldDefinition['model']];
  const submit = form.handleSubmit(async (values) => {
    const fault = hasOptions(type) && optionsFault(options);
    if (fault) return form.setError('options', { message: fault });
    const changes = { name: values.name, required: values.required, ...(hasOptions(type) ? { options: textsOf(options) } : {}) };
    try {
      if (field) await patch.mutateAsync({ id: field.id, changes });
      else await create.mutateAsync({ ...changes, type, model, ...(model === 'task' && values.projectId ? { projectId: values.projectId } : {}) });
      toast.success(field ? t('common:actions.saved') : t('field.created', { name: values.name }));
      onClose();
    } catch (error) {
      applyError(form, error, { taken: 'name' });
    }
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={field ? t('field.editTitle', { name: field.name }) : t('field.new')}
      description={field ? t('field.editText') : t('field.newText')}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button kind="primary" type="submit" form="field-form" busy={formState.isSubmitting}>
            {field ? t('common:actions.save') : t('field.create')}
          </Button>
        </>
      }
    >
      <form
        id="field-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
        className="flex flex-col gap-4"
      >
        <FormError>{errors.root?.message}</FormError>
        <Field label={t('field.name')} error={errorText(errors.name)}>
          <Input autoFocus maxLength={100} autoComplete="off" {...register('name')} />
        </Field>
        {!field && (
          <div className="grid gap-4 sm:grid-cols-2">
            <Controller
              control={control}
              name="type"
              render={({ field: { value, onChange } }) => (
                <Field label={t('field.type')} error={errorText(errors.type)}>
                  <Select<FieldKind> value={value as FieldKind} onChange={onChange} choices={kinds} />
                </Field>
              )}
            />
            <Controller
              control={control}
              name="model"
              render={({ field: { value, onChange } }) => (
                <Field label={t('field.model')} error={errorText(errors.model)}>
                  <Select
                    value={value as FieldDefinition['model']}
                    onChange={onChange}
                    choices={(['task', 'project'] as const).map((one) => ({ value: one, label: t(`model.${one}s`) }))}
                  />
                </Field>
              )}
            />
            {model === 'task' && !project && (
              <Controller
                control={control}
                name="projectId"
                render={({ field: { value, onChange } }) => (
                  <Field label={t('field.scope')} className="sm:col-span-2" error={errorText(errors.projectId)}>
                    <ScopeSelect value={value} onChange={onChange} />
                  </Field>
                )}
              />
            )}
          </div>
        )}
        {hasOptions(type) && <OptionsEditor value={options} onChange={(next) => setOptions([...next])} error={errorText(errors.options)} />}
        <Controller
          control={control}
          name="required"
          render={({ field: { value, onChange } }) => (
            <div>
              <Checkbox checked={value} onChange={onChange} label={t('field.required')} />
              <p className="mt-0.5 ml-6 text-sm text-muted">{t('field.requiredHelp')}</p>
            </div>
          )}
        />
      </form>
    </Dialog>
  );
}
