// The list under the filter as text: what fits at the caret, in words that people know, with what is written for it.
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { opName } from './ConditionEditor';
import { useDateWords } from './dates';
import type { FilterField } from './fields';
import { printValue, quote, type Op } from './language';
import { placeAt, type Place } from './suggest';

export interface Suggestion {
  /** What is written. */
  text: string;
  label: string;
  icon?: ReactNode;
}

const signs: Record<FilterField['kind'], readonly Op[]> = {
  choice: ['is', 'is not'],
  date: ['<', '<=', '>', '>=', 'is'],
  number: ['is', '<', '<=', '>', '>='],
  text: ['~', '!~', 'is'],
  flag: ['is'],
};
const written = (op: Op): string => ({ is: '=', 'is not': '!=', empty: 'IS EMPTY', 'not empty': 'IS NOT EMPTY' })[op as string] ?? op;

/** As many as are drawn; typing narrows them. */
const most = 50;
const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

export function useSuggestions(text: string, caret: number, fields: readonly FilterField[]): { place: Place | null; found: Suggestion[] } {
  const offersOf = useOffers(fields);
  return useMemo(() => {
    const place = placeAt(text, caret);
    if (!place) return { place, found: [] };
    const typed = plain(place.typed);
    const all = offersOf(place);
    // What is already written in full needs no list.
    if (typed !== '' && all.some((one) => plain(one.text) === typed)) return { place, found: [] };
    const fits = all.filter((one) => plain(one.label).includes(typed) || plain(one.text).includes(typed));
    const first = (one: Suggestion) => (plain(one.label).startsWith(typed) || plain(one.text).startsWith(typed) ? 0 : 1);
    return { place, found: fits.toSorted((a, b) => first(a) - first(b)).slice(0, most) };
  }, [text, caret, offersOf]);
}

function useOffers(fields: readonly FilterField[]): (place: Place) => Suggestion[] {
  const { t } = useTranslation(['work', 'common']);
  const dates = useDateWords();
  return useMemo(() => {
    const names = fields.map(({ name, alias, label, icon: Icon }) => ({
      text: alias === undefined ? name : quote(alias),
      label,
      icon: <Icon className="size-4 text-faint" aria-hidden="true" />,
    }));
    const fieldOf = (name: string) => fields.find((one) => one.name === name || one.alias === name);
    const valuesOf = (field: FilterField): Suggestion[] => {
      if (field.kind === 'date') return dates.map(({ value, label }) => ({ text: value, label }));
      if (field.kind === 'flag') return [{ text: 'true', label: t('filter.yes') }, { text: 'false', label: t('filter.no') }];
      return (field.choices ?? []).map(({ value, label, icon }) => ({ text: printValue({ text: value, ...(field.literal ? { quoted: true } : {}) }), label, icon }));
    };
    const word = (text: string, label: string): Suggestion => ({ text, label });
    return ({ slot }) => {
      switch (slot.kind) {
        case 'field':
          return [...names, word('NOT', t('filter.word.not')), word('(', t('filter.word.open'))];
        case 'comparison': {
          const field = fieldOf(slot.field);
          if (!field) return [];
          const ops = [...signs[field.kind], 'empty', 'not empty'] as const;
          const lists = field.kind === 'choice' ? [word('IN (', t('filter.word.in')), word('NOT IN (', t('filter.word.notIn'))] : [];
          return [...ops.map((op) => word(written(op), t(opName(field.kind, op)))), ...lists, word('WAS', t('filter.word.was')), word('CHANGED', t('filter.word.changed'))];
        }
        case 'list':
          return [word('(', t('filter.word.list'))];
        case 'value': {
          const field = fieldOf(slot.field);
          return field ? valuesOf(field) : [];
        }
        case 'empty':
          return slot.negated ? [word('EMPTY', t('filter.op.notEmpty'))] : [word('EMPTY', t('filter.op.empty')), word('NOT EMPTY', t('filter.op.notEmpty'))];
        case 'join':
          return [word('AND', t('filter.word.and')), word('OR', t('filter.word.or')), ...(slot.close ? [word(')', t('filter.word.close'))] : [])];
      }
    };
  }, [fields, dates, t]);
}
