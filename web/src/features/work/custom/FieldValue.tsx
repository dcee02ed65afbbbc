// The value of a custom field where nobody edits it.
import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition } from '@/api/types';
import { Avatar } from '@/ui/Avatar';
import type { Lookup } from '../task/useLookup';
import { shownValue, textsOf } from './values';

interface FieldValueProps {
  definition: FieldDefinition;
  value: unknown;
  lookup: Lookup;
}

export function FieldValue({ definition, value, lookup }: FieldValueProps) {
  const { t } = useTranslation('work');
  if (value === null || value === undefined) return null;
  const text = shownValue(definition, value, lookup.people);
  switch (definition.type) {
    case 'checkbox':
      return value === true ? (
        <>
          <Check className="size-4 shrink-0 text-ok" aria-hidden="true" />
          <span className="sr-only">{t('activity.yes')}</span>
        </>
      ) : null;
    case 'dropdown':
    case 'multi_select':
      return (
        <span className="flex min-w-0 items-center gap-1" title={text}>
          {textsOf(value).map((one) => (
            <span key={one} className="h-5 min-w-0 truncate rounded-sm bg-sunken px-1.5 text-xs leading-5 text-muted ring-1 ring-line ring-inset">
              {one}
            </span>
          ))}
        </span>
      );
    case 'user': {
      const person = lookup.people.get(String(value));
      return person ? (
        <span className="flex min-w-0 items-center gap-1.5" title={person.name}>
          <Avatar name={person.name} id={person.id} placeholder={person.placeholder} size={20} />
          <span className="truncate">{person.name}</span>
        </span>
      ) : null;
    }
    default:
      return (
        <span className="nums truncate" title={text}>
          {text}
        </span>
      );
  }
}
