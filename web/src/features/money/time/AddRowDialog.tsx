// Chooses what was worked on: a project, and if need be one of its tasks.
import { FolderKanban } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProjects } from '@/features/org/useOrg';
import { PickList, type Choice } from '@/features/work/parts/PickList';
import { useProjectTasks } from '@/features/work/task/tasks';
import { treeOrder } from '@/features/work/task/tree';
import { StatusIcon } from '@/ui/Badge';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import { Select } from '@/ui/Select';
import type { SheetRow } from '../types';

const whole = 'whole';

export function AddRowDialog({ onAdd, onStart, onClose }: { onAdd: (row: SheetRow) => void; onStart: (row: SheetRow) => void; onClose: () => void }) {
  const { t } = useTranslation(['money', 'common']);
  const { projects } = useProjects();
  const open = projects.filter(({ status }) => status !== 'done' && status !== 'cancelled');
  const [projectId, setProjectId] = useState(open[0]?.id ?? '');
  const [chosen, setChosen] = useState(whole);
  const { tree } = useProjectTasks(projectId);
  const order = useMemo(() => treeOrder(tree), [tree]);
  const choices = useMemo<Choice[]>(
    () => [
      { value: whole, label: t('add.whole'), icon: <FolderKanban className="size-4 text-faint" aria-hidden="true" /> },
      ...order.filter(({ childCount }) => childCount === 0).map((task) => ({ value: task.id, label: task.title, help: task.key, icon: <StatusIcon kind={task.statusKind} /> })),
    ],
    [order, t],
  );
  const row = (): SheetRow => {
    const task = order.find(({ id }) => id === chosen);
    const project = projects.find(({ id }) => id === projectId);
    return { projectId, projectName: project?.name ?? '', taskId: task?.id ?? null, taskKey: task?.key ?? null, taskTitle: task?.title ?? null, hours: [], total: 0, entries: [] };
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('add.title')}
      width="sm"
      footer={
        <>
          <Button kind="ghost" className="mr-auto" disabled={!projectId} onClick={() => onStart(row())}>
            {t('timer.start')}
          </Button>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button kind="primary" disabled={!projectId} onClick={() => onAdd(row())}>
            {t('add.action')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={t('add.project')}>
          <Select
            value={projectId || null}
            choices={open.map((one) => ({ value: one.id, label: one.name }))}
            onChange={(next) => {
              setProjectId(next);
              setChosen(whole);
            }}
          />
        </Field>
        <div>
          <p className="mb-1 text-sm font-medium">{t('add.task')}</p>
          <div className="rounded-md border [&>div]:w-full">
            <PickList label={t('add.task')} choices={choices} value={[chosen]} onPick={setChosen} />
          </div>
        </div>
      </div>
    </Dialog>
  );
}
