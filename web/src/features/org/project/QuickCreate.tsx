// A project from nothing but its name; the rest can be filled in later.
import { Plus } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useCreate } from '@/api/collections';
import { ApiError } from '@/api/errors';
import type { Project } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { messageOf } from '@/lib/messages';
import { Spinner } from '@/ui/Spinner';
import { suggestKey } from './key';

/** Projects in the trash keep their keys, which only the server knows: so a few are tried. */
const attempts = 5;

function useCreateByName(projects: Project[]) {
  const { id } = useOrg();
  const create = useCreate(id, 'projects');
  return async (name: string): Promise<void> => {
    const taken = new Set(projects.map((project) => project.key));
    for (let attempt = 1; ; attempt++) {
      const key = suggestKey(name, taken);
      try {
        await create.mutateAsync({ name, key });
        return;
      } catch (error) {
        if (!(error instanceof ApiError && error.code === 'taken' && attempt < attempts)) throw error;
        taken.add(key);
      }
    }
  };
}

export function QuickCreate({ projects }: { projects: Project[] }) {
  const { t } = useTranslation('org');
  const create = useCreateByName(projects);
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim() || busy) return;
    setBusy(true);
    setError(null);
    try {
      await create(name.trim());
      setName('');
    } catch (refused) {
      setError(messageOf(refused));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="border-b">
      <label className="flex h-11 items-center gap-2.5 pl-4 text-sm focus-within:bg-hover hover:bg-hover md:h-row">
        {busy ? <Spinner /> : <Plus className="size-4 shrink-0 text-faint" aria-hidden="true" />}
        <input
          value={name}
          aria-label={t('project.quick')}
          aria-invalid={error !== null}
          placeholder={t('project.quickHelp')}
          onChange={(event) => {
            setName(event.target.value);
            setError(null);
          }}
          onKeyDown={(event) => event.key === 'Escape' && setName('')}
          className="h-full min-w-0 flex-1 bg-transparent pr-4 outline-none placeholder:text-muted"
        />
      </label>
      {error && (
        <p role="alert" className="pr-4 pb-2 pl-10 text-sm text-danger">
          {error}
        </p>
      )}
    </form>
  );
}
