import { useTranslation } from 'react-i18next';
import { useOrg } from '@/features/org/useOrg';
import { Combobox } from '@/ui/Combobox';

interface CurrencySelectProps {
  label: string;
  value: string;
  onChange: (currency: string) => void;
  /** Those that are likely, first in the list. */
  likely?: readonly string[];
  disabled?: boolean;
  className?: string;
}

/** A currency by its code or its name. */
export function CurrencySelect({ label, value, onChange, likely = [], disabled, className }: CurrencySelectProps) {
  const { i18n } = useTranslation();
  const { organization } = useOrg();
  const names = new Intl.DisplayNames(i18n.language, { type: 'currency' });
  const codes = new Set([...likely, organization.currency, value, ...Intl.supportedValuesOf('currency')].filter(Boolean));
  return (
    <Combobox
      label={label}
      choices={[...codes].map((code) => ({ value: code, label: code, help: names.of(code) ?? '' }))}
      value={value}
      onChange={(code) => code && onChange(code)}
      disabled={disabled ?? false}
      {...(className ? { className } : {})}
    />
  );
}
