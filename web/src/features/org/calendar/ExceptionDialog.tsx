// One exception: what it is called, what is worked instead, and when; with the next days that it meets.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CalendarException, Day } from '@/api/types';
import { Button } from '@/ui/Button';
import { DatePicker } from '@/ui/DatePicker';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { isExceptionFault, readException, usualEnd, type ExceptionDraft, type RepeatDraft } from './exception';
import { Fault } from './Fault';
import { copied, typedOf, type TypedStretch } from './hours';
import { NextDays } from './NextDays';
import { RepeatFields } from './RepeatFields';
import { Segments } from './Segments';
import { Stretches } from './Stretches';

interface ExceptionDialogProps {
  initial: ExceptionDraft;
  isNew: boolean;
  today: Day;
  /** The hours of a usual day, which other hours begin as. */
  usual: readonly TypedStretch[];
  onDone: (exception: CalendarException) => void;
  onRemove: () => void;
  onClose: () => void;
}

export function ExceptionDialog({ initial, isNew, today, usual, onDone, onRemove, onClose }: ExceptionDialogProps) {
  const { t } = useTranslation(['worktime', 'common']);
  const [draft, setDraft] = useState(initial);
  /** An end that was chosen is kept. */
  const [ended, setEnded] = useState(!isNew);
  /** Faults show when somebody tried to go on. */
  const [tried, setTried] = useState(false);
  const set = (changes: Partial<ExceptionDraft>) => setDraft((now) => ({ ...now, ...changes }));
  const read = readException(draft);
  const fault = tried && isExceptionFault(read) ? read : null;
  const setFrom = (from: Day) => set({ from, to: draft.repeats || draft.to > from ? draft.to : from });
  const setRepeats = (repeats: boolean) => {
    if (repeats) set({ repeats, to: draft.to === draft.from ? usualEnd(draft.from, draft.repeat.every) : draft.to });
    else set({ repeats, to: ended && initial.repeats === repeats ? draft.to : draft.from });
  };
  const setRepeat = (repeat: RepeatDraft) => set({ repeat, ...(ended || repeat.every === draft.repeat.every ? {} : { to: usualEnd(draft.from, repeat.every) }) });
  const setWorks = (works: boolean) => set({ works, hours: works && draft.hours.length === 0 ? (usual.length > 0 ? copied(usual) : typedOf([['08:00', '12:00']])) : draft.hours });
  const submit = () => {
    setTried(true);
    if (!isExceptionFault(read)) onDone(read);
  };
  const toError = fault?.at === 'to' ? t(`fault.${fault.code}`) : undefined;
  return (
    <Dialog
      open
      onClose={onClose}
      title={isNew ? t('exception.new') : t('exception.edit')}
      footer={
        <>
          {!isNew && (
            <Button kind="danger" className="mr-auto" onClick={onRemove}>
              {t('common:actions.remove')}
            </Button>
          )}
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button kind="primary" type="submit" form="exception-form">
            {isNew ? t('exception.add') : t('exception.apply')}
          </Button>
        </>
      }
    >
      <form
        id="exception-form"
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label={t('exception.name')} optional={t('exception.optional')}>
          <Input autoFocus={isNew} maxLength={200} autoComplete="off" placeholder={t('exception.namePlaceholder')} value={draft.name} onChange={(event) => set({ name: event.target.value })} />
        </Field>
        <Segments
          label={t('exception.kind')}
          value={draft.works ? 'hours' : 'free'}
          choices={[
            { value: 'free', label: t('exception.free') },
            { value: 'hours', label: t('exception.hours') },
          ]}
          onChange={(kind) => setWorks(kind === 'hours')}
        >
          {draft.works && (
            <div className="mt-2">
              <Stretches day={t('exception.own')} hours={draft.hours} onChange={(hours) => set({ hours })} />
              {fault?.at === 'hours' && fault.code === 'noHours' && <Fault text={t('fault.noHours')} />}
            </div>
          )}
        </Segments>
        <Segments
          label={t('exception.when')}
          value={draft.repeats ? 'repeats' : 'days'}
          choices={[
            { value: 'days', label: t('exception.days') },
            { value: 'repeats', label: t('exception.repeats') },
          ]}
          onChange={(when) => setRepeats(when === 'repeats')}
        >
          {draft.repeats && <RepeatFields repeat={draft.repeat} onChange={setRepeat} fault={fault} />}
        </Segments>
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label={t('exception.from')}>
            <DatePicker label={t('exception.from')} value={draft.from} onChange={(day) => day && setFrom(day)} />
          </Field>
          <Field label={t('exception.to')} error={toError}>
            <DatePicker
              label={t('exception.to')}
              value={draft.to}
              onChange={(day) => {
                if (!day) return;
                setEnded(true);
                set({ to: day });
              }}
            />
          </Field>
        </div>
        {draft.repeats && !isExceptionFault(read) && <NextDays exception={read} today={today} />}
      </form>
    </Dialog>
  );
}
