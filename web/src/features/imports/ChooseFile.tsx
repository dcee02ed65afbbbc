import { CircleAlert, FileUp } from 'lucide-react';
import { useId, useRef, useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Id } from '@/api/types';
import { useProjects } from '@/features/org/useOrg';
import { cx } from '@/lib/cx';
import { Button } from '@/ui/Button';
import { Combobox } from '@/ui/Combobox';
import { Field } from '@/ui/Field';
import { ProgressLine } from '@/ui/ProgressLine';
import type { FileProblem } from './errors';

export interface Chosen {
  file: File;
  /** Into this project; none makes a new one. */
  projectId: Id | null;
}

interface ChooseFileProps {
  busy: boolean;
  /** Why the file before can't be imported. */
  problem: FileProblem | null;
  onChoose: (chosen: Chosen) => void;
}

export function ChooseFile({ busy, problem, onChoose }: ChooseFileProps) {
  const { t } = useTranslation('imports');
  const { projects } = useProjects();
  const [projectId, setProjectId] = useState<Id | null>(null);
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const help = useId();
  const why = useId();
  const take = (file: File | undefined) => file && onChoose({ file, projectId });
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  return (
    <div className="flex flex-col gap-5">
      <Field label={t('choose.into')}>
        <Combobox
          label={t('choose.into')}
          value={projectId ?? ''}
          onChange={(value) => setProjectId(value || null)}
          choices={[
            { value: '', label: t('choose.newProject') },
            ...projects
              .filter((project) => project.can.includes('update'))
              .map((project) => ({ value: project.id, label: project.name, help: project.key })),
          ]}
        />
      </Field>
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cx(
          'flex flex-col items-center rounded-lg border border-dashed px-6 py-9 text-center transition-colors',
          over ? 'border-accent bg-accent-soft' : problem ? 'border-danger bg-sunken' : 'border-control bg-sunken',
        )}
      >
        <FileUp className="size-6 text-muted" aria-hidden="true" />
        <p className="mt-3 text-base font-medium">{t('choose.drop')}</p>
        <p id={help} className="mt-1 max-w-sm text-sm text-muted">
          {t('choose.formats')}
        </p>
        <input
          ref={input}
          type="file"
          accept=".xml,.json,application/json,text/xml"
          className="sr-only"
          tabIndex={-1}
          aria-label={t('choose.button')}
          onChange={(event) => {
            take(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
        <Button className="mt-4" busy={busy} aria-describedby={problem ? `${why} ${help}` : help} onClick={() => input.current?.click()}>
          {busy ? t('choose.reading') : t('choose.button')}
        </Button>
        {busy && <ProgressLine value={null} label={t('choose.reading')} className="mt-4 w-48" />}
      </div>
      {problem && <Problem id={why} problem={problem} />}
    </div>
  );
}

function Problem({ id, problem }: { id: string; problem: FileProblem }) {
  return (
    <div id={id} role="alert" className="-mt-3 flex gap-2 text-sm text-danger">
      <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
      <div className="min-w-0">
        <p className="break-words">{problem.text}</p>
        {problem.place && <p className="mt-0.5 text-xs break-words text-muted">{problem.place}</p>}
      </div>
    </div>
  );
}
