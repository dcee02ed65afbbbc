// Which baseline the plan is compared with, what is shown of it, and how to freeze another one.
import { Link } from '@tanstack/react-router';
import { ArrowLeft, Camera, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Baseline, Project } from '@/api/types';
import { formatExact } from '@/lib/format';
import { Button, IconButton, buttonClass } from '@/ui/Button';
import { Checkbox } from '@/ui/Checkbox';
import { Select } from '@/ui/Select';
import { StateBadge } from './StateBadge';
import type { State, Totals } from './variance';

interface BaselineToolsProps {
  project: Project;
  baselines: readonly Baseline[];
  chosen: Baseline | undefined;
  onChoose: (id: string) => void;
  changedOnly: boolean;
  onChangedOnly: (only: boolean) => void;
  totals: Totals | undefined;
  onFreeze?: (() => void) | undefined;
  onTrash: (baseline: Baseline) => void;
}

const told: readonly State[] = ['changed', 'added', 'deleted', 'moved'];

export function BaselineTools(props: BaselineToolsProps) {
  const { project, baselines, chosen, totals } = props;
  const { t } = useTranslation('baseline');
  return (
    <div role="toolbar" aria-label={t('tools')} className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-b px-2 py-1 sm:px-3">
      <Link to="/o/$org/projects/$project/gantt" params={{ org: project.organizationId, project: project.key }} aria-label={t('back')} title={t('back')} className={buttonClass('ghost', 'sm')}>
        <ArrowLeft className="size-4" aria-hidden="true" />
      </Link>
      <h2 className="text-base max-sm:sr-only">{t('title')}</h2>
      {chosen && (
        <span className="flex min-w-0 items-center gap-1">
          <Select
            label={t('choose')}
            value={chosen.id}
            choices={baselines.map((one) => ({ value: one.id, label: one.name, help: formatExact(one.createdAt) }))}
            onChange={props.onChoose}
            className="h-7! w-52! max-w-full"
          />
          {chosen.can.includes('delete') && (
            <IconButton size="sm" label={t('trash', { name: chosen.name })} onClick={() => props.onTrash(chosen)}>
              <Trash2 />
            </IconButton>
          )}
        </span>
      )}
      {chosen && <Checkbox checked={props.changedOnly} onChange={props.onChangedOnly} label={t('changedOnly')} />}
      {totals && (
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1 max-lg:hidden">
          {told
            .filter((state) => totals.states[state] > 0)
            .map((state) => (
              <span key={state} className="flex items-center gap-1.5 text-sm">
                <span className="nums">{totals.states[state]}</span>
                <StateBadge state={state} />
              </span>
            ))}
        </span>
      )}
      {props.onFreeze && (
        <Button size="sm" className="ml-auto" onClick={props.onFreeze}>
          <Camera className="size-4" aria-hidden="true" />
          {t('freeze.action')}
        </Button>
      )}
    </div>
  );
}
