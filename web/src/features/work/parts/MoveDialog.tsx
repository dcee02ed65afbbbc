// 'Move to…': another parent, or another project; the twin of dragging.
import { ListTree } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Id, Project } from '@/api/types';
import { useProjects } from '@/features/org/useOrg';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import { Select } from '@/ui/Select';
import { mayEnter } from '../task/place';
import { useProjectTasks } from '../task/tasks';
import { treeOrder } from '../task/tree';
import type { TaskActions } from '../task/useTaskActions';
import { PickList, type Choice } from './PickList';

interface MoveDialogProps {
  ids: readonly Id[];
  project: Project;
  actions: TaskActions;
  onClose: () => void;
}

const top = 'top';

export function MoveDialog({ ids, project, actions, onClose }: MoveDialogProps) {
  const { t } = useTranslation(['work', 'common']);
  const { projects } = useProjects();
  const [target, setTarget] = useState(project.id);
  const [parent, setParent] = useState<string>(top);
  const { tree } = useProjectTasks(target);
  const choices = useMemo<Choice[]>(() => {
    const fits = treeOrder(tree).filter((task) => ids.every((id) => mayEnter(tree, id, task.id)));
    const all = fits.map((task) => ({ value: task.id, label: task.title, help: task.key }));
    return [{ value: top, label: t('move.top'), icon: <ListTree className="size-4 text-faint" aria-hidden="true" /> }, ...all];
  }, [tree, ids, t]);
  const move = () => {
    onClose();
    const parentId = parent === top ? null : parent;
    if (target === project.id) actions.moveInto(ids, parentId);
    else for (const id of ids) actions.moveToProject(id, target, parentId);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('move.title', { count: ids.length })}
      width="sm"
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button kind="primary" onClick={move}>
            {t('move.action')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={t('move.project')}>
          <Select
            value={target}
            choices={projects.map((one) => ({ value: one.id, label: one.name }))}
            onChange={(next) => {
              setTarget(next);
              setParent(top);
            }}
          />
        </Field>
        <div>
          <p className="mb-1 text-sm font-medium">{t('move.parent')}</p>
          <div className="rounded-md border [&>div]:w-full">
            <PickList label={t('move.parent')} choices={choices} value={[parent]} onPick={setParent} />
          </div>
        </div>
      </div>
    </Dialog>
  );
}
