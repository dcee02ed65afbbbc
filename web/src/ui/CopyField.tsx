import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './Button';
import { Field } from './Field';
import { Input } from './Input';

/** A value to be copied: shown whole, selected on focus, with a button. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
  };
  return (
    <div className="flex items-end gap-2">
      <Field label={label} className="flex-1">
        <Input readOnly value={value} className="font-mono text-xs" onFocus={(event) => event.target.select()} />
      </Field>
      <Button kind={copied ? 'secondary' : 'primary'} onClick={() => void copy()}>
        {copied ? <Check className="size-4" aria-hidden="true" /> : <Copy className="size-4" aria-hidden="true" />}
        <span aria-live="polite">{copied ? t('actions.copied') : t('actions.copy')}</span>
      </Button>
    </div>
  );
}
