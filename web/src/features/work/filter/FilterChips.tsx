// The filter as a row of conditions. The first fields always have their button; others are added, and what the form
// can't show stands as the text it is.
import { Braces } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { AddFilter } from './AddFilter';
import { Chip, Shell } from './Chip';
import { always, fieldFor, type FilterField } from './fields';
import type { Condition, Part } from './language';

interface FilterChipsProps {
  fields: readonly FilterField[];
  parts: readonly Part[];
  onChange: (parts: Part[]) => void;
  /** Opens the text. */
  onText: () => void;
}

export function FilterChips({ fields, parts, onChange, onText }: FilterChipsProps) {
  const { t } = useTranslation(['work', 'common']);
  const standing = fields.slice(0, always).map((field) => ({
    field,
    at: parts.findIndex((part) => 'condition' in part && fieldFor(fields, part.condition) === field),
  }));
  const taken = new Set(standing.map(({ at }) => at));
  const put = (at: number, condition: Condition | null) => {
    const next = [...parts];
    if (condition) next.splice(at < 0 ? next.length : at, at < 0 ? 0 : 1, { condition });
    else if (at >= 0) next.splice(at, 1);
    onChange(next);
  };
  return (
    <>
      {standing
        .filter(({ field, at }) => at >= 0 || field.kind !== 'choice' || (field.choices?.length ?? 0) > 0)
        .map(({ field, at }) => (
          <Chip key={field.name} field={field} condition={conditionAt(parts, at)} onChange={(condition) => put(at, condition)} />
        ))}
      {parts.map((part, at) => {
        if (taken.has(at)) return null;
        const condition = conditionAt(parts, at);
        const field = condition && fieldFor(fields, condition);
        if (condition && field) return <Chip key={`${at} ${field.name}`} field={field} condition={condition} onChange={(next) => put(at, next)} />;
        return (
          <Shell key={at} icon={Braces} active text={'text' in part ? part.text : part.condition.field} onRemove={() => put(at, null)} remove={t('filter.remove')}>
            {(inside, props) => (
              <button type="button" {...props} title={t('filter.editText')} onClick={onText}>
                {inside}
              </button>
            )}
          </Shell>
        );
      })}
      <AddFilter fields={fields.slice(always)} onAdd={(condition) => put(-1, condition)} last={conditionAt(parts, parts.length - 1)} onChange={(next) => put(parts.length - 1, next)} />
    </>
  );
}

const conditionAt = (parts: readonly Part[], at: number): Condition | undefined => {
  const part = parts[at];
  return part && 'condition' in part ? part.condition : undefined;
};
