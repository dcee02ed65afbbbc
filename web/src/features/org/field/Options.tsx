// The choices of a dropdown: written, ordered and taken away; several lines pasted at once are several choices.
import { Plus, X } from 'lucide-react';
import { useState, type ClipboardEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { moved } from '@/lib/order';
import { IconButton } from '@/ui/Button';
import { Input } from '@/ui/Input';
import { SortableList } from '@/ui/SortableList';
import { addOptions, type Option } from './options';

interface OptionsEditorProps {
  value: readonly Option[];
  onChange: (value: readonly Option[]) => void;
  error: string | undefined;
}

export function OptionsEditor({ value, onChange, error }: OptionsEditorProps) {
  const { t } = useTranslation('admin');
  const rename = (id: string, text: string) => onChange(value.map((one) => (one.id === id ? { ...one, text } : one)));
  const remove = (id: string) => onChange(value.filter((one) => one.id !== id));
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-sm font-medium">{t('field.options')}</legend>
      <SortableList
        label={t('field.options')}
        items={value}
        keyOf={(one) => one.id}
        nameOf={(one) => one.text}
        onMove={(from, to) => onChange(moved(value, from, to))}
      >
        {(one, index) => (
          <>
            <Input
              aria-label={t('field.option', { number: index + 1 })}
              value={one.text}
              maxLength={200}
              className="flex-1"
              onChange={(event) => rename(one.id, event.target.value)}
            />
            <IconButton size="sm" label={t('field.removeOption', { name: one.text })} onClick={() => remove(one.id)}>
              <X />
            </IconButton>
          </>
        )}
      </SortableList>
      <NewOption onAdd={(text) => onChange(addOptions(value, text))} />
      {error && (
        <p role="alert" className="mt-1 text-sm text-danger">
          {error}
        </p>
      )}
    </fieldset>
  );
}

function NewOption({ onAdd }: { onAdd: (text: string) => void }) {
  const { t } = useTranslation('admin');
  const [text, setText] = useState('');
  const add = (what: string) => {
    if (what.trim()) onAdd(what);
    setText('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    // Enter adds; the form is sent with its button or with Ctrl+Enter.
    if (!event.ctrlKey && !event.metaKey) event.preventDefault();
    add(text);
  };
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData('text');
    if (!pasted.trim().includes('\n')) return;
    event.preventDefault();
    add(pasted);
  };
  return (
    <div className="mt-1 flex items-center gap-1 pl-7">
      <Input
        aria-label={t('field.newOption')}
        placeholder={t('field.newOption')}
        value={text}
        maxLength={200}
        className="flex-1"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onBlur={() => add(text)}
      />
      <IconButton size="sm" label={t('field.addOption')} onClick={() => add(text)}>
        <Plus />
      </IconButton>
    </div>
  );
}
