import { Controller, useWatch, type UseFormReturn } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '@/lib/form';
import { Field } from '@/ui/Field';
import { Select } from '@/ui/Select';
import type { FieldValues } from './Form';
import { useKindChoices } from './kinds';
import { ScopeSelect } from './ScopeSelect';

interface NatureProps {
  form: UseFormReturn<FieldValues>;
  /** The project can be chosen. */
  withScope: boolean;
}

/** What a field is for good: its type, what has it, and where. */
export function Nature({ form, withScope }: NatureProps) {
  const { t } = useTranslation('admin');
  const kinds = useKindChoices();
  const errorText = useErrorText();
  const { control } = form;
  const { errors } = form.formState;
  const model = useWatch({ control, name: 'model' });
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Controller
        control={control}
        name="type"
        render={({ field }) => (
          <Field label={t('field.type')} error={errorText(errors.type)}>
            <Select value={field.value} onChange={field.onChange} choices={kinds} />
          </Field>
        )}
      />
      <Controller
        control={control}
        name="model"
        render={({ field }) => (
          <Field label={t('field.model')} error={errorText(errors.model)}>
            <Select
              value={field.value}
              onChange={field.onChange}
              disabled={!withScope}
              choices={(['task', 'project'] as const).map((value) => ({ value, label: t(`model.${value}s`) }))}
            />
          </Field>
        )}
      />
      {model === 'task' && withScope && (
        <Controller
          control={control}
          name="projectId"
          render={({ field }) => (
            <Field label={t('field.scope')} className="sm:col-span-2" error={errorText(errors.projectId)}>
              <ScopeSelect value={field.value} onChange={field.onChange} />
            </Field>
          )}
        />
      )}
    </div>
  );
}
