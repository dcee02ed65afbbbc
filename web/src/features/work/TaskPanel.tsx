// Everything about one task: over a view from the right, or as a page of its own.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { oneOptions } from '@/api/collections';
import { ApiError } from '@/api/errors';
import type { Id, Project, Task } from '@/api/types';
import { useTitle } from '@/features/frame/Page';
import { Attachments } from '@/features/files/attachment/Attachments';
import { TaskFiles } from '@/features/files/file/TaskFiles';
import { LoadError } from '@/features/frame/Pages';
import { useOrg, useProjects } from '@/features/org/useOrg';
import { useActions } from '@/lib/actions';
import { cx } from '@/lib/cx';
import { toastError } from '@/lib/messages';
import { Skeleton } from '@/ui/Skeleton';
import { Tabs } from '@/ui/Tabs';
import { Activity } from './panel/Activity';
import { Checklists } from './panel/Checklists';
import { Comments } from './panel/Comments';
import { PanelContext, usePanel, type Panel } from './panel/context';
import { Head } from './panel/Head';
import { Links } from './panel/Links';
import { Properties } from './panel/Properties';
import { Subtasks } from './panel/Subtasks';
import { Description, Title } from './panel/Texts';
import { realId } from './task/pending';
import { cachedTask, useProjectTasks } from './task/tasks';
import { useLookup } from './task/useLookup';
import { useTaskActions } from './task/useTaskActions';
import { useUndoKeys } from './useWorkKeys';

/** `panel` slides over a view, `beside` takes room from it where there is enough, `page` is the task's own address. */
type PanelMode = 'panel' | 'beside' | 'page';

interface TaskPanelProps {
  taskId: Id;
  mode: PanelMode;
  onClose: () => void;
}

/** Everything about one task. */
export function TaskPanel({ taskId, mode, onClose }: TaskPanelProps) {
  const { id: org } = useOrg();
  const client = useQueryClient();
  const id = realId(taskId);
  const { data: task, error, refetch } = useQuery({ ...oneOptions(org, 'tasks', id), placeholderData: () => cachedTask(client, org, id) });
  const { projects } = useProjects();
  const project = projects.find((one) => one.id === task?.projectId);
  if (error && !task) {
    return (
      <Frame mode={mode} label="" onClose={onClose}>
        <LoadError error={error} onRetry={() => void refetch()} />
      </Frame>
    );
  }
  if (!task || !project) {
    return (
      <Frame mode={mode} label="" onClose={onClose}>
        <Waiting />
      </Frame>
    );
  }
  return <Loaded key={task.id} task={task} project={project} mode={mode} onClose={onClose} />;
}

function Loaded({ task, project, mode, onClose }: { task: Task; project: Project; mode: PanelMode; onClose: () => void }) {
  const { t } = useTranslation('work');
  const navigate = useNavigate();
  const lookup = useLookup(project);
  const loaded = useProjectTasks(project.id, mode === 'page');
  const actions = useTaskActions(loaded.tree);
  const may = task.can.includes('update');
  useUndoKeys();
  useTitle(mode === 'page' ? task.title : undefined);
  const panel = useMemo<Panel>(() => {
    // A refusal goes to the field that asked; anything else is said in a toast.
    const save: Panel['save'] = (changes) =>
      actions.writes.edit([task.id], changes).catch((error: unknown) => {
        if (error instanceof ApiError && [409, 412, 422].includes(error.status)) throw error;
        toastError(error);
      });
    return { task, project, lookup, loaded, actions, mode: mode === 'page' ? 'page' : 'panel', may, save };
  }, [task, project, lookup, loaded, actions, mode, may]);
  useActions([{ id: 'work.copyLink', label: t('menu.copyLink'), group: t('keys.group'), run: () => actions.copyLink(task.id) }]);
  const toPage = () => void navigate({ to: '/o/$org/tasks/$task', params: { org: task.organizationId, task: task.id } });
  return (
    <PanelContext value={panel}>
      <Frame mode={mode} label={`${task.key} ${task.title}`} onClose={onClose} onEnter={toPage}>
        <Head onClose={onClose} />
        <div className="@container min-h-0 flex-1 overflow-y-auto">
          <div className={cx('mx-auto flex flex-col gap-4 p-4', mode === 'page' && 'max-w-6xl md:flex-row-reverse md:gap-8 md:p-6')}>
            <div className={cx('order-2 min-w-0', mode === 'page' ? 'md:order-none md:w-80 md:shrink-0' : 'border-t pt-3')}>
              <Properties />
            </div>
            <div className={cx('contents min-w-0 flex-1 flex-col gap-4', mode === 'page' && 'md:flex')}>
              <Body />
            </div>
          </div>
        </div>
      </Frame>
    </PanelContext>
  );
}

function Body() {
  const { t } = useTranslation('work');
  const { task } = usePanel();
  const [tab, setTab] = useState('comments');
  return (
    <>
      <div className="order-1 -mx-2 flex flex-col gap-2">
        <Title />
        <Description />
      </div>
      <div className="order-3 flex flex-col gap-4">
        <Subtasks />
        <Links />
        <Checklists />
        <Attachments />
        <TaskFiles />
        <Tabs
          value={tab}
          onChange={setTab}
          items={[
            { value: 'comments', label: t('comments.title'), extra: task.commentCount > 0 && <span className="nums text-xs text-faint">{task.commentCount}</span>, content: <Comments /> },
            { value: 'activity', label: t('activity.title'), content: <Activity /> },
          ]}
        />
      </div>
    </>
  );
}

interface FrameProps {
  mode: PanelMode;
  label: string;
  onClose: () => void;
  onEnter?: () => void;
  children: ReactNode;
}

/** The panel takes the focus when it opens; Esc closes it, Enter on the panel itself opens the page. */
function Frame({ mode, label, onClose, onEnter, children }: FrameProps) {
  const node = useRef<HTMLElement>(null);
  useEffect(() => {
    if (mode !== 'page') node.current?.focus({ preventScroll: true });
  }, [mode]);
  if (mode === 'page') {
    return (
      <main className="flex min-h-0 flex-1 flex-col bg-surface" aria-label={label || undefined}>
        {children}
      </main>
    );
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter' && event.target === event.currentTarget) onEnter?.();
    else return;
    event.preventDefault();
  };
  return (
    <aside
      ref={node}
      tabIndex={-1}
      aria-label={label || undefined}
      onKeyDown={onKeyDown}
      className={cx(
        'panel-in fixed inset-y-0 right-0 z-30 flex w-full flex-col border-l bg-surface shadow-float outline-none md:w-[min(640px,calc(100vw-64px))]',
        mode === 'beside' && 'min-[68.75rem]:static min-[68.75rem]:w-[clamp(400px,38vw,640px)] min-[68.75rem]:shrink-0 min-[68.75rem]:shadow-none',
      )}
    >
      {children}
    </aside>
  );
}

const Waiting = () => (
  <div className="flex flex-col gap-3 p-6">
    <Skeleton className="h-6 w-2/3" />
    <Skeleton className="w-1/3" />
    <Skeleton className="w-1/2" />
    <Skeleton className="w-2/5" />
  </div>
);
