// What can be asked of tasks in the form of conditions: the fields, by kind, with what can be chosen for them.
import { CalendarDays, CaseSensitive, CircleDot, Diamond, Hash, SignalHigh, SquareCheck, Tag, UserRound, type LucideIcon } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition, FieldKind, Project } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { StatusIcon } from '@/ui/Badge';
import { useDefinitions } from '../custom/useDefinitions';
import { statusChoices, useLabelChoices, usePeopleChoices, usePriorityChoices } from '../parts/choices';
import type { Choice } from '../parts/PickList';
import type { Condition, Value } from './language';

export type Kind = 'choice' | 'date' | 'number' | 'text' | 'flag';

export interface FilterField {
  /** As the filter language names it. */
  name: string;
  label: string;
  icon: LucideIcon;
  kind: Kind;
  choices?: readonly Choice[];
  /** Its values are texts, and mean themselves. */
  literal?: boolean;
  /** The custom field's name, which the language knows it by as well. */
  alias?: string;
}

const kinds: Partial<Record<FieldKind, [Kind, LucideIcon]>> = {
  number: ['number', Hash],
  money: ['number', Hash],
  duration: ['number', Hash],
  checkbox: ['flag', SquareCheck],
  date: ['date', CalendarDays],
  dropdown: ['choice', Tag],
  multi_select: ['choice', Tag],
  user: ['choice', UserRound],
};

const text = (value: string): Choice => ({ value, label: value });

function customField({ id, name, type, options }: FieldDefinition, people: readonly Choice[]): FilterField {
  const [kind, icon] = kinds[type] ?? ['text', CaseSensitive];
  const choices = kind !== 'choice' ? {} : type === 'user' ? { choices: people } : { choices: options.map(text), literal: true };
  return { name: `customFields.${id}`, alias: name, label: name, icon, kind, ...choices, ...(kind === 'text' ? { literal: true } : {}) };
}

/** Every field of the form; the first three always stand in the bar. */
export function useFilterFields(project: Project): FilterField[] {
  const { t } = useTranslation(['work', 'common']);
  const { me: self } = useOrg();
  const people = usePeopleChoices([]);
  const labels = useLabelChoices();
  const priorities = usePriorityChoices();
  const definitions = useDefinitions(project.id);
  return useMemo(() => {
    const me = { value: 'me', label: t('filter.me'), help: self.name };
    const persons = [me, ...people];
    const kindsOfStatus = (['open', 'active', 'done', 'cancelled'] as const).map((value) => ({ value, label: t(`common:statusKind.${value}`), icon: <StatusIcon kind={value} /> }));
    return [
      { name: 'status', label: t('field.status'), icon: CircleDot, kind: 'choice', choices: statusChoices(project.statuses) },
      { name: 'assignments.userId', label: t('field.assignee'), icon: UserRound, kind: 'choice', choices: persons },
      { name: 'labels', label: t('field.labels'), icon: Tag, kind: 'choice', choices: labels },
      { name: 'priority', label: t('field.priority'), icon: SignalHigh, kind: 'choice', choices: priorities },
      { name: 'dueDate', label: t('field.due'), icon: CalendarDays, kind: 'date' },
      { name: 'startDate', label: t('field.start'), icon: CalendarDays, kind: 'date' },
      { name: 'endDate', label: t('field.end'), icon: CalendarDays, kind: 'date' },
      { name: 'statusKind', label: t('filter.statusKind'), icon: CircleDot, kind: 'choice', choices: kindsOfStatus },
      { name: 'assigneeId', label: t('filter.lead'), icon: UserRound, kind: 'choice', choices: persons },
      { name: 'createdBy', label: t('filter.createdBy'), icon: UserRound, kind: 'choice', choices: persons },
      { name: 'title', label: t('field.title'), icon: CaseSensitive, kind: 'text', literal: true },
      { name: 'milestone', label: t('field.milestone'), icon: Diamond, kind: 'flag' },
      { name: 'percentComplete', label: t('field.percent'), icon: Hash, kind: 'number' },
      { name: 'duration', label: t('field.duration'), icon: Hash, kind: 'number' },
      { name: 'estimateHours', label: t('field.estimate'), icon: Hash, kind: 'number' },
      { name: 'createdAt', label: t('field.created'), icon: CalendarDays, kind: 'date' },
      { name: 'updatedAt', label: t('field.updated'), icon: CalendarDays, kind: 'date' },
      ...definitions.map((definition) => customField(definition, persons)),
    ] satisfies FilterField[];
  }, [t, self.name, people, labels, priorities, definitions, project.statuses]);
}

/** How many of the fields always stand in the bar. */
export const always = 3;

export const fieldFor = (fields: readonly FilterField[], { field, quoted }: Condition): FilterField | undefined =>
  fields.find((one) => (quoted ? one.alias === field : one.name === field));

/** The name under which a choice is shown. */
export const nameOf = (field: FilterField, { text: value }: Value): string =>
  field.choices?.find((choice) => choice.value === value)?.label ?? value;
