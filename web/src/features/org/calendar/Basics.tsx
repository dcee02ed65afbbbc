import { useTranslation } from 'react-i18next';
import { useOrg } from '@/features/org/useOrg';
import { Combobox } from '@/ui/Combobox';
import { Field } from '@/ui/Field';
import { Input } from '@/ui/Input';
import type { Draft } from './draft';

interface BasicsProps {
  draft: Draft;
  onChange: (changes: Partial<Draft>) => void;
  disabled: boolean;
}

const spaced = (zone: string): string => zone.replaceAll('_', ' ');

/** What it is called, and where its day is. */
export function Basics({ draft, onChange, disabled }: BasicsProps) {
  const { t } = useTranslation('worktime');
  const { organization } = useOrg();
  const zones = [...new Set([...(draft.timeZone ? [draft.timeZone] : []), 'UTC', ...Intl.supportedValuesOf('timeZone')])];
  const usual = { value: '', label: t('field.ownZone', { zone: spaced(organization.timeZone) }) };
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label={t('name')} error={draft.name.trim() ? undefined : t('fault.name')}>
        <Input value={draft.name} maxLength={200} autoComplete="off" disabled={disabled} onChange={(event) => onChange({ name: event.target.value })} />
      </Field>
      <Field label={t('field.timeZone')}>
        <Combobox
          label={t('field.timeZone')}
          choices={[usual, ...zones.map((zone) => ({ value: zone, label: spaced(zone) }))]}
          value={draft.timeZone ?? ''}
          disabled={disabled}
          onChange={(zone) => onChange({ timeZone: zone || null })}
        />
      </Field>
    </div>
  );
}
