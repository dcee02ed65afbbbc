// The statuses of the project's tasks, in the order of the board's columns. Each change is written at once; one that
// tasks are in can't go, and the server says so.
import { Plus, X } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/errors';
import type { Project, ProjectState, StatusKind } from '@/api/types';
import { moved } from '@/lib/order';
import { messageOf } from '@/lib/messages';
import { StatusIcon } from '@/ui/Badge';
import { Button, IconButton } from '@/ui/Button';
import { FormError } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { Select } from '@/ui/Select';
import { SortableList } from '@/ui/SortableList';
import { kinds, withChange, withNew, without } from './statuses';
import { useProjectWrites } from './useProjectWrites';

export function StatusEditor({ project }: { project: Project }) {
  const { t } = useTranslation('admin');
  const { statuses } = project;
  const { change } = useProjectWrites(project);
  const [error, setError] = useState<string | null>(null);
  const mayChange = project.can.includes('update');
  const set = async (next: readonly ProjectState[], said: string, of: ProjectState) => {
    if (next === statuses) return;
    setError(null);
    try {
      await change({ statuses: [...next] }, said);
    } catch (failure) {
      const inUse = failure instanceof ApiError && failure.fields.some((field) => field.code === 'in_use');
      setError(inUse ? t('status.inUse', { name: of.name }) : messageOf(failure));
    }
  };
  return (
    <div className="flex max-w-xl flex-col gap-2">
      <FormError>{error}</FormError>
      <SortableList
        label={t('project.statuses')}
        items={statuses}
        keyOf={(status) => status.key}
        nameOf={(status) => status.name}
        disabled={!mayChange}
        onMove={(from, to) => void set(moved(statuses, from, to), t('status.moved', { name: statuses[from]!.name }), statuses[from]!)}
      >
        {(status) => (
          <StatusRow
            status={status}
            disabled={!mayChange}
            last={statuses.length === 1}
            onRename={(name) => void set(withChange(statuses, status.key, { name }), t('status.renamed', { from: status.name, name }), status)}
            onKind={(kind) => void set(withChange(statuses, status.key, { kind }), t('status.kindChanged', { name: status.name }), status)}
            onRemove={() => void set(without(statuses, status.key), t('status.removed', { name: status.name }), status)}
          />
        )}
      </SortableList>
      {mayChange && <NewStatus onAdd={(name, kind) => {
        const next = withNew(statuses, name, kind);
        void set(next, t('status.added', { name: name.trim() }), { key: '', name, kind });
      }} />}
    </div>
  );
}

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

function StatusRow({ status, disabled, last, onRename, onKind, onRemove }: StatusRowProps) {
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

function NewStatus({ onAdd }: { onAdd: (name: string, kind: StatusKind) => void }) {
  const { t } = useTranslation('admin');
  const [name, setName] = useState('');
  const [kind, setKind] = useState<StatusKind>('active');
  return (
    <form
      className="mt-1 flex items-center gap-1 pl-7"
      onSubmit={(event) => {
        event.preventDefault();
        if (!name.trim()) return;
        onAdd(name, kind);
        setName('');
      }}
    >
      <Input aria-label={t('status.new')} placeholder={t('status.new')} value={name} maxLength={100} className="min-w-0 flex-1" onChange={(event) => setName(event.target.value)} />
      <KindSelect label={t('status.newKind')} value={kind} onChange={setKind} />
      <Button type="submit" size="sm" kind="ghost" disabled={!name.trim()} aria-label={t('status.add')} className="size-6 px-0">
        <Plus className="size-4" aria-hidden="true" />
      </Button>
    </form>
  );
}
