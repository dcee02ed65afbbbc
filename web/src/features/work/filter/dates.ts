// Dates as people say them, in the words of the filter language.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay } from '@/lib/format';
import type { Choice } from '../parts/PickList';
import type { Value } from './language';

const words = {
  today: 'today',
  '-7d': 'weekAgo',
  '+7d': 'inWeek',
  '-30d': 'monthAgo',
  '+30d': 'inMonth',
  'startOfWeek()': 'weekStart',
  'endOfWeek()': 'weekEnd',
  'startOfMonth()': 'monthStart',
  'endOfMonth()': 'monthEnd',
} as const;

export function useDateWords(): Choice[] {
  const { t } = useTranslation('work');
  return useMemo(() => Object.entries(words).map(([value, key]) => ({ value, label: t(`filter.date.${key}`), help: value })), [t]);
}

/** A date of a filter as the form shows it. */
export function dateName({ text }: Value, choices: readonly Choice[]): string {
  const known = choices.find(({ value }) => value.toLowerCase() === text.toLowerCase());
  return known?.label ?? (/^\d{4}-\d\d-\d\d$/.test(text) ? formatDay(text) : text);
}
