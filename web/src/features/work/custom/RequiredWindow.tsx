// Asks for what a new task must have before it is made.
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition, Id, Project, Task } from '@/api/types';
import { messageOf } from '@/lib/messages';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field, FormError } from '@/ui/Field';
import { Input } from '@/ui/Input';
import type { TaskChanges } from '../task/effects';
import { useLookup } from '../task/useLookup';
import { RequiredField } from './RequiredField';

export interface Asking {
  project: Project;
  definitions: readonly FieldDefinition[];
  title: string;
  make: (fields: TaskChanges) => Promise<Task>;
  answer: (task: Task | null) => void;
}

export function RequiredWindow({ asking, onEnd }: { asking: Asking; onEnd: (task: Task | null) => void }) {
  const { t } = useTranslation(['work', 'common']);
  const { project, definitions } = asking;
  const lookup = useLookup(project);
  const [title, setTitle] = useState(asking.title);
  const [values, setValues] = useState<ReadonlyMap<Id, unknown>>(new Map());
  const [checked, setChecked] = useState(false);
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);
  const [from] = useState(() => document.activeElement);
  // Where a title was typed the next one is typed; the row of a table is another one by then.
  const typing = () => (from instanceof HTMLElement && from.isConnected ? from : (document.querySelector<HTMLElement>('[data-draft]') ?? true));
  const given = (field: FieldDefinition) => values.get(field.id) ?? null;
  const missing = definitions.filter((field) => given(field) === null);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (missing.length > 0 || title.trim() === '') return;
    setBusy(true);
    setError('');
    const customFields = definitions.map((field) => ({ fieldId: field.id, value: given(field) }));
    asking.make({ title: title.trim(), customFields }).then(onEnd, (failure: unknown) => {
      setError(messageOf(failure));
      setBusy(false);
    });
  };
  return (
    <Dialog
      open
      width="sm"
      onClose={() => onEnd(null)}
      finalFocus={typing}
      title={t('list.newTask')}
      description={t('required.text', { project: project.name })}
      footer={
        <>
          <Button onClick={() => onEnd(null)}>{t('common:actions.cancel')}</Button>
          <Button kind="primary" type="submit" form="required-fields" busy={busy}>
            {t('required.create')}
          </Button>
        </>
      }
    >
      <form id="required-fields" noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
        <FormError>{error}</FormError>
        <Field label={t('field.title')} error={checked && title.trim() === '' ? t('rule.required') : undefined}>
          <Input value={title} maxLength={500} onChange={(event) => setTitle(event.target.value)} />
        </Field>
        {definitions.map((field, index) => (
          <RequiredField
            key={field.id}
            definition={field}
            value={given(field)}
            lookup={lookup}
            autoFocus={index === 0}
            missing={checked && given(field) === null}
            onChange={(value) => setValues((now) => new Map(now).set(field.id, value))}
          />
        ))}
      </form>
    </Dialog>
  );
}
