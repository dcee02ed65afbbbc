// The statuses of the project's tasks, in the order of the board's columns. Each change is written at once; one that
// tasks are in can't go, and the server says so.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/errors';
import type { Project, ProjectState } from '@/api/types';
import { moved } from '@/lib/order';
import { messageOf } from '@/lib/messages';
import { FormError } from '@/ui/Field';
import { SortableList } from '@/ui/SortableList';
import { NewStatus, StatusRow } from './StatusRow';
import { withChange, withNew, without } from './statuses';
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
      {mayChange && <NewStatus onAdd={(name, kind) => void set(withNew(statuses, name, kind), t('status.added', { name }), { key: '', name, kind })} />}
    </div>
  );
}
