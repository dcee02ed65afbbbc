// Bringing a plan in from elsewhere: choose a file, see what would happen, do it, read the report, take it back.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import type { Id, Import } from '@/api/types';
import { useOrg, useProjects } from '@/features/org/useOrg';
import { messageOf, toastError } from '@/lib/messages';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { FormError } from '@/ui/Field';
import { SkeletonRows } from '@/ui/Skeleton';
import { ChooseFile, type Chosen } from './ChooseFile';
import { useFileProblem } from './errors';
import { importOptions, preview, start, undo } from './imports';
import { Progress } from './Progress';
import { Report } from './Report';

interface ImportDialogProps {
  /** The import that was started; none while the file is chosen and looked at. */
  run: Id | undefined;
  onRun: (id: Id | undefined) => void;
  onClose: () => void;
}

export function ImportDialog({ run, onRun, onClose }: ImportDialogProps) {
  return run ? <Running run={run} onAgain={() => onRun(undefined)} onClose={onClose} /> : <Preparing onRun={onRun} onClose={onClose} />;
}

function Preparing({ onRun, onClose }: Omit<ImportDialogProps, 'run'>) {
  const { t } = useTranslation(['imports', 'common']);
  const { id } = useOrg();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const dry = useMutation({ mutationFn: (what: Chosen) => preview(id, what) });
  const begin = useMutation({ mutationFn: (what: Chosen) => start(id, what), onSuccess: (made) => onRun(made.id) });
  const choose = (what: Chosen) => {
    setChosen(what);
    dry.mutate(what);
  };
  const problemOf = useFileProblem();
  const problem = chosen && dry.error ? problemOf(dry.error, chosen.file.name) : null;
  const report = chosen && dry.data;
  return (
    <Dialog
      open
      onClose={onClose}
      width={report ? 'lg' : 'md'}
      title={report ? t('preview.title', { file: chosen.file.name }) : t('title')}
      description={report ? t('preview.text') : t('text')}
      footer={
        report && (
          <>
            <Button onClick={() => { setChosen(null); dry.reset(); begin.reset(); }}>{t('preview.another')}</Button>
            <Button
              kind="primary"
              autoFocus
              busy={begin.isPending}
              disabled={report.created + report.updated === 0}
              onClick={() => begin.mutate(chosen)}
            >
              {report.created + report.updated === 0
                ? t('preview.nothing')
                : t('preview.start', { count: report.created + report.updated })}
            </Button>
          </>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {begin.error && <FormError>{messageOf(begin.error)}</FormError>}
        {report ? <Report report={report} planned /> : <ChooseFile busy={dry.isPending} problem={problem} onChoose={choose} />}
      </div>
    </Dialog>
  );
}

function Running({ run, onAgain, onClose }: { run: Id; onAgain: () => void; onClose: () => void }) {
  const { t } = useTranslation(['imports', 'common']);
  const { id } = useOrg();
  const { projects } = useProjects();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { data, error } = useQuery(importOptions(id, run, client));
  const back = useMutation({
    mutationFn: () => undo(id, run),
    onSuccess: async () => {
      onClose();
      toast.success(t('report.undone'));
      await client.invalidateQueries({ queryKey: ['org', id] });
    },
    onError: toastError,
  });
  const project = projects.find((candidate) => candidate.id === data?.projectId);
  const open = () => project && void navigate({ to: '/o/$org/projects/$project', params: { org: id, project: project.key } });
  return (
    <Dialog
      open
      onClose={onClose}
      width={data?.status === 'done' ? 'lg' : 'md'}
      title={titleOf(t, data)}
      footer={
        data &&
        data.status !== 'running' && (
          <>
            {data.status === 'done' && (
              <Button kind="ghost" busy={back.isPending} onClick={() => back.mutate()}>
                {t('report.undo')}
              </Button>
            )}
            <Button onClick={onAgain}>{t('report.another')}</Button>
            {project && (
              <Button kind="primary" autoFocus onClick={open}>
                {t('report.open', { name: project.key })}
              </Button>
            )}
          </>
        )
      }
    >
      {error && <FormError>{messageOf(error)}</FormError>}
      {!data && !error && <SkeletonRows rows={3} />}
      {data?.status === 'running' && <Progress report={data} />}
      {data?.status === 'failed' && <FormError>{data.error ?? t('report.failedText')}</FormError>}
      {(data?.status === 'done' || data?.status === 'undone') && <Report report={data} />}
    </Dialog>
  );
}

type Translate = ReturnType<typeof useTranslation<['imports', 'common']>>['t'];

function titleOf(t: Translate, report: Import | undefined): string {
  if (!report) return t('title');
  const titles = { running: t('running.title'), done: t('report.title'), failed: t('report.failed'), undone: t('report.undone') };
  return titles[report.status];
}
