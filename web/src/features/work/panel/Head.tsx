// The bar of the panel: where the task is, and what can be done with it.
import { Link } from '@tanstack/react-router';
import { Copy, Ellipsis, Maximize2, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TimerButton } from '@/features/money/time/TimerButton';
import { useOrg } from '@/features/org/useOrg';
import { IconButton } from '@/ui/Button';
import { Menu } from '@/ui/Menu';
import { MoveDialog } from '../parts/MoveDialog';
import { useTaskMenu } from '../parts/useTaskMenu';
import { above } from '../task/tree';
import { usePanel } from './context';

export function Head({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['work', 'common']);
  const { id: org } = useOrg();
  const { task, project, mode, actions } = usePanel();
  const [moving, setMoving] = useState(false);
  const menu = useTaskMenu({ project, actions, onMoveTo: () => setMoving(true) });
  const trash = () => {
    actions.trash([task.id]);
    onClose();
  };
  return (
    <header className="flex h-12 shrink-0 items-center gap-1 border-b pr-2 pl-4">
      <Crumbs />
      <span className="ml-auto flex items-center gap-0.5">
        <TimerButton taskId={task.id} />
        <IconButton label={t('menu.copyLink')} onClick={() => actions.copyLink(task.id)}>
          <Copy />
        </IconButton>
        {task.can.includes('delete') && (
          <IconButton label={t('menu.trash')} onClick={trash}>
            <Trash2 />
          </IconButton>
        )}
        <Menu
          align="end"
          groups={menu([task]).map((group) => (Array.isArray(group) ? group.filter(({ id }) => id !== 'open' && id !== 'link' && id !== 'trash') : group))}
          trigger={
            <IconButton label={t('board.actions', { key: task.key })}>
              <Ellipsis />
            </IconButton>
          }
        />
        {mode === 'panel' && (
          <Link
            to="/o/$org/tasks/$task"
            params={{ org, task: task.id }}
            aria-label={t('panel.fullPage')}
            title={t('panel.fullPage')}
            className="inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text max-md:hidden"
          >
            <Maximize2 className="size-4" aria-hidden="true" />
          </Link>
        )}
        <IconButton label={t('common:actions.close')} keys="escape" onClick={onClose}>
          <X />
        </IconButton>
      </span>
      {moving && <MoveDialog ids={[task.id]} project={project} actions={actions} onClose={() => setMoving(false)} />}
    </header>
  );
}

/** Project, the tasks above, the key. */
function Crumbs() {
  const { t } = useTranslation('work');
  const { id: org } = useOrg();
  const { task, project, loaded } = usePanel();
  const parents = above(loaded.tree, task.id).toReversed();
  return (
    <nav aria-label={t('panel.where')} className="flex min-w-0 items-center gap-1.5 text-sm text-muted">
      <Link to="/o/$org/projects/$project/list" params={{ org, project: project.key }} className="max-w-40 min-w-8 truncate hover:text-text" title={project.name}>
        {project.name}
      </Link>
      {parents.slice(-2).map((parent) => (
        <span key={parent.id} className="flex min-w-0 items-center gap-1.5">
          <span aria-hidden="true" className="text-faint">
            ›
          </span>
          <Link to="/o/$org/projects/$project/list" params={{ org, project: project.key }} search={{ task: parent.id }} className="max-w-36 min-w-8 truncate hover:text-text" title={parent.title}>
            {parent.title}
          </Link>
        </span>
      ))}
      <span aria-hidden="true" className="text-faint">
        ›
      </span>
      <span className="nums shrink-0 font-medium text-text">{task.key}</span>
    </nav>
  );
}
