import { Plus, X } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProjectState, StatusKind } from '@/api/types';
import { StatusIcon } from '@/ui/Badge';
import { IconButton } from '@/ui/Button';
import { Input } from '@/ui/Input';
import { Select } from '@/ui/Select';
import { kinds } from './statuses';

function KindSelect({ label, value, disabled, onChange }: { label: string; value: StatusKind; disabled?: boolean; onChange: (kind: StatusKind) => void }) {
  const { t } = useTranslation(['admin', 'common']);
  return (
    <Select
      label={label}
      className="w-36 shrink-0"
      value={value}
      disabled={disabled ?? false}
      onChange={onChange}
      choices={kinds.map((kind) => ({ value: kind, label: t(`common:statusKind.${kind}`), help: t(`status.kindHelp.${kind}`), icon: <StatusIcon kind={kind} /> }))}
    />
  );
}

interface StatusRowProps {
  status: ProjectState;
  disabled: boolean;
  last: boolean;
  onRename: (name: string) => void;
  onKind: (kind: StatusKind) => void;
  onRemove: () => void;
}

/** One status: its name is edited where it stands. */
export function StatusRow({ status, disabled, last, onRename, onKind, onRemove }: StatusRowProps) {
  const { t } = useTranslation('admin');
  const [text, setText] = useState<string | null>(null);
  const commit = () => {
    const name = text?.trim();
    if (name && name !== status.name) onRename(name);
    setText(null);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) event.currentTarget.blur();
    if (event.key === 'Escape') setText(null);
  };
  return (
    <>
      <Input
        aria-label={t('status.name', { name: status.name })}
        value={text ?? status.name}
        maxLength={100}
        disabled={disabled}
        className="min-w-0 flex-1"
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={onKeyDown}
      />
      <KindSelect label={t('status.kindOf', { name: status.name })} value={status.kind} disabled={disabled} onChange={onKind} />
      {!disabled && (
        <IconButton size="sm" label={t('status.remove', { name: status.name })} disabled={last} onClick={onRemove}>
          <X />
        </IconButton>
      )}
    </>
  );
}

/** A line for one more status. */
export function NewStatus({ onAdd }: { onAdd: (name: string, kind: StatusKind) => void }) {
  const { t } = useTranslation('admin');
  const [name, setName] = useState('');
  const [kind, setKind] = useState<StatusKind>('active');
  return (
    <form
      className="mt-1 flex items-center gap-1 pl-7"
      onSubmit={(event) => {
        event.preventDefault();
        if (!name.trim()) return;
        onAdd(name.trim(), kind);
        setName('');
      }}
    >
      <Input aria-label={t('status.new')} placeholder={t('status.new')} value={name} maxLength={100} className="min-w-0 flex-1" onChange={(event) => setName(event.target.value)} />
      <KindSelect label={t('status.newKind')} value={kind} onChange={setKind} />
      <IconButton type="submit" size="sm" label={t('status.add')} disabled={!name.trim()}>
        <Plus />
      </IconButton>
    </form>
  );
}
