// Where the views of features/work plug into the routes.
import { useNavigate, useParams } from '@tanstack/react-router';
import { ProjectSettings } from '@/features/org/project/settings/Settings';
import { useOrg } from '@/features/org/useOrg';
import { ProjectFiles } from '@/features/files/ProjectFiles';
import { ProjectBoard } from '@/features/work/ProjectBoard';
import { ProjectList } from '@/features/work/ProjectList';
import { TaskPanel } from '@/features/work/TaskPanel';
import { useProject } from './ProjectLayout';

export const ListView = () => <ProjectList project={useProject()} />;
export const FilesView = () => <ProjectFiles project={useProject()} />;
export const BoardView = () => <ProjectBoard project={useProject()} />;
export const SettingsView = () => <ProjectSettings project={useProject()} />;

/** A task at its own address. */
export function TaskView() {
  const { id } = useOrg();
  const { task } = useParams({ from: '/signed-in/o/$org/tasks/$task' });
  const navigate = useNavigate();
  return <TaskPanel taskId={task} mode="page" onClose={() => void navigate({ to: '/o/$org', params: { org: id } })} />;
}
