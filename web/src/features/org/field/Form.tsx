// The dialogs that make and change a custom field.
import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { Controller, useForm, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import * as z from 'zod/mini';
import { useCreate, usePatch } from '@/api/collections';
import type { FieldDefinition, Id } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { applyError, useErrorText } from '@/lib/form';
import { Button } from '@/ui/Button';
import { Checkbox } from '@/ui/Checkbox';
import { Dialog } from '@/ui/Dialog';
import { Field, FormError } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { fieldKinds, hasOptions } from './kinds';
import { Nature } from './Nature';
import { OptionsEditor } from './Options';
import { optionsFault, optionsOf, textsOf } from './options';

const schema = z.object({
  name: z.string().check(z.trim(), z.minLength(1, 'required')),
  type: z.enum(fieldKinds),
  model: z.enum(['task', 'project']),
  projectId: z.nullable(z.string()),
  required: z.boolean(),
  options: z.array(z.string()),
});

export type FieldValues = z.infer<typeof schema>;

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
  const create = useCreate(org, 'field-definitions');
  const patch = usePatch(org, 'field-definitions');
  const errorText = useErrorText();
  const [options, setOptions] = useState(() => [...optionsOf(field?.options ?? [])]);
  const form = useForm<FieldValues>({
    resolver: zodResolver(schema),
    defaultValues: {
      name: field?.name ?? '',
      type: field?.type ?? 'text',
      model: field?.model ?? 'task',
      projectId: field ? field.projectId : project,
      required: field?.required ?? false,
      options: [],
    },
  });
  const { control, register, formState } = form;
  const { errors } = formState;
  const [type, model] = useWatch({ control, name: ['type', 'model'] });
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
        {!field && <Nature form={form} withScope={!project} />}
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
