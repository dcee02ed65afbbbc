// The dialog that names a calendar: a new one, which begins as a copy, or one that is there.
import { zodResolver } from '@hookform/resolvers/zod';
import { Controller, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import type { Calendar } from '@/api/types';
import { applyError, useErrorText } from '@/lib/form';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field, FormError } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { Select } from '@/ui/Select';
import { bodyOf, draftOf, standardWeek } from './draft';
import { useCalendarWrites } from './useCalendarWrites';

const schema = z.object({ name: z.string().check(z.trim(), z.minLength(1, 'required')), from: z.string() });
type Values = z.infer<typeof schema>;

interface NameDialogProps {
  /** The one that gets another name; a new one without it. */
  calendar?: Calendar;
  /** What a new one can begin as. */
  calendars: readonly Calendar[];
  onDone?: (calendar: Calendar) => void;
  onClose: () => void;
}

export function NameDialog({ calendar, calendars, onDone, onClose }: NameDialogProps) {
  const { t } = useTranslation(['worktime', 'common']);
  const writes = useCalendarWrites();
  const errorText = useErrorText();
  const form = useForm<Values>({ resolver: zodResolver(schema), defaultValues: { name: calendar?.name ?? '', from: '' } });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async ({ name, from }) => {
    const source = calendars.find(({ id }) => id === from);
    const body = source ? bodyOf(draftOf(source)) : { timeZone: null, week: standardWeek, exceptions: [] };
    try {
      const done = calendar ? await writes.save(calendar, { name }) : await writes.create({ ...body, name });
      onClose();
      onDone?.(done);
    } catch (error) {
      applyError(form, error);
    }
  });
  return (
    <Dialog
      open
      onClose={onClose}
      width="sm"
      title={calendar ? t('renameTitle', { name: calendar.name }) : t('new')}
      {...(calendar ? {} : { description: t('newText') })}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button kind="primary" type="submit" form="calendar-form" busy={isSubmitting}>
            {calendar ? t('common:actions.save') : t('create')}
          </Button>
        </>
      }
    >
      <form id="calendar-form" noValidate onSubmit={submit} className="flex flex-col gap-4">
        <FormError>{errors.root?.message}</FormError>
        <Field label={t('name')} error={errorText(errors.name)}>
          <Input autoFocus maxLength={200} autoComplete="off" {...form.register('name')} />
        </Field>
        {!calendar && (
          <Controller
            control={form.control}
            name="from"
            render={({ field }) => (
              <Field label={t('from')}>
                <Select
                  value={field.value}
                  onChange={field.onChange}
                  choices={[{ value: '', label: t('standard') }, ...calendars.map(({ id, name }) => ({ value: id, label: name }))]}
                />
              </Field>
            )}
          />
        )}
      </form>
    </Dialog>
  );
}
