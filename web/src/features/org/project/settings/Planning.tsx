// How the project is scheduled: hours and lags, what counts as critical, and whether links may pull before its start.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAll } from '@/api/collections';
import type { Project } from '@/api/types';
import { parseAmount } from '@/features/money/parse';
import { CalendarLink } from '@/features/org/calendar/CalendarLink';
import { useOrg } from '@/features/org/useOrg';
import { messageOf, toastError } from '@/lib/messages';
import { Checkbox } from '@/ui/Checkbox';
import { Field } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { Select } from '@/ui/Select';
import { useProjectWrites } from './useProjectWrites';

const lagCalendars = ['successor', 'predecessor', 'project', '24_hour'] as const;

export function Planning({ project }: { project: Project }) {
  const { t } = useTranslation('admin');
  const { id: org, organization } = useOrg();
  const { change } = useProjectWrites(project);
  const calendars = useAll(org, 'calendars').data?.data ?? [];
  const disabled = !project.can.includes('update');
  const save = (changes: Partial<Project>) => void change(changes, t('project.planningChanged')).catch(toastError);
  return (
    <div className="flex max-w-xl flex-col gap-4">
      <Field label={t('project.calendar')} help={<CalendarLink calendarId={project.calendarId ?? organization.calendarId} />}>
        <Select
          value={project.calendarId ?? ''}
          disabled={disabled}
          onChange={(id) => save({ calendarId: id || null })}
          choices={[{ value: '', label: t('project.usualCalendar') }, ...calendars.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      </Field>
      <Field label={t('project.lagCalendar')}>
        <Select
          value={project.lagCalendar}
          disabled={disabled}
          onChange={(lagCalendar) => save({ lagCalendar })}
          choices={lagCalendars.map((value) => ({ value, label: t(`project.lagsRun.${value}`) }))}
        />
      </Field>
      <CriticalSlack key={project.criticalSlack} project={project} disabled={disabled} />
      <Checkbox
        label={t('project.beforeStart')}
        checked={project.allowBeforeProjectStart}
        disabled={disabled}
        onChange={(allowBeforeProjectStart) => save({ allowBeforeProjectStart })}
      />
    </div>
  );
}

/** A number that is saved when the field is left or Enter is pressed. */
function CriticalSlack({ project, disabled }: { project: Project; disabled: boolean }) {
  const { t } = useTranslation('admin');
  const { change } = useProjectWrites(project);
  const [days, setDays] = useState(String(project.criticalSlack));
  const [error, setError] = useState<string>();
  const save = () => {
    const criticalSlack = parseAmount(days);
    if (criticalSlack === null) return setError(t('project.daysNeeded'));
    setError(undefined);
    if (criticalSlack === project.criticalSlack) return;
    change({ criticalSlack }, t('project.planningChanged')).catch((refused: unknown) => setError(messageOf(refused)));
  };
  return (
    <Field label={t('project.criticalSlack')} help={t('project.criticalSlackHelp')} error={error}>
      <Input
        inputMode="decimal"
        className="w-32"
        value={days}
        disabled={disabled}
        onChange={(event) => setDays(event.target.value)}
        onBlur={save}
        onKeyDown={(event) => event.key === 'Enter' && save()}
      />
    </Field>
  );
}
