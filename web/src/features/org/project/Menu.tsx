import { useNavigate, useParams } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { Copy, Download, Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { refresh, usePatch, useTrash, write } from '@/api/collections';
import type { Project, ProjectStatus } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { later } from '@/lib/later';
import { toastError } from '@/lib/messages';
import { toastUndo } from '@/lib/undo';
import { IconButton } from '@/ui/Button';
import { Menu, type MenuGroups } from '@/ui/Menu';

const EditProjectDialog = later(() => import('./Form').then((m) => m.EditProjectDialog));

const statuses: ProjectStatus[] = ['planned', 'active', 'on_hold', 'done', 'cancelled'];

/** What can be done with a project, from its row and from its page. */
export function ProjectMenu({ project }: { project: Project }) {
  const { t } = useTranslation(['org', 'common']);
  const { id } = useOrg();
  const [editing, setEditing] = useState(false);
  const patch = usePatch(id, 'projects');
  const trash = useTrashProject();
  // Promises and not callbacks of `mutate`: those are forgotten when the row leaves the list.
  const setStatus = (status: ProjectStatus) => {
    const set = (to: ProjectStatus) => patch.mutateAsync({ id: project.id, changes: { status: to } });
    const words = { name: project.name, status: t(`common:projectStatus.${status}`) };
    set(status).then(() => toastUndo(t('project.statusChanged', words), () => set(project.status)), toastError);
  };
  const copyLink = async () => {
    await navigator.clipboard.writeText(`${location.origin}/o/${id}/projects/${project.key}`);
    toast.success(t('common:actions.copied'));
  };
  const groups: MenuGroups = [];
  if (project.can.includes('update')) {
    groups.push(
      [{ id: 'edit', label: t('project.edit'), icon: Pencil, onSelect: () => setEditing(true) }],
      [
        {
          id: 'status',
          label: t('project.column.status'),
          entries: statuses.map((status) => ({
            id: status,
            label: t(`common:projectStatus.${status}`),
            checked: status === project.status,
            onSelect: () => setStatus(status),
          })),
        },
      ],
    );
  }
  groups.push([
    { id: 'link', label: t('project.copyLink'), icon: Copy, onSelect: () => void copyLink() },
    { id: 'export', label: t('project.exportMspdi'), icon: Download, onSelect: () => save(id, project) },
  ]);
  if (project.can.includes('delete')) {
    groups.push([{ id: 'trash', label: t('project.trash'), icon: Trash2, danger: true, onSelect: () => trash(project) }]);
  }
  return (
    <>
      <Menu
        align="end"
        groups={groups}
        trigger={
          <IconButton label={t('project.menuOf', { name: project.name })} size="sm">
            <Ellipsis />
          </IconButton>
        }
      />
      {editing && <EditProjectDialog project={project} onClose={() => setEditing(false)} />}
    </>
  );
}

/** Saves a project as a file of Microsoft Project; the server names it. */
function save(org: string, project: Project): void {
  const link = document.createElement('a');
  link.href = `/api/v1/organizations/${org}/projects/${project.id}/export?format=mspdi`;
  link.download = '';
  link.click();
}

/** Moves a project to the trash, leaves its page, offers undo. */
function useTrashProject(): (project: Project) => void {
  const { t } = useTranslation('org');
  const { id } = useOrg();
  const client = useQueryClient();
  const navigate = useNavigate();
  const params = useParams({ strict: false });
  const trash = useTrash(id, 'projects');
  return (project) => {
    if ('project' in params) void navigate({ to: '/o/$org', params: { org: id } });
    const back = () => write.restore(id, 'projects', project.id).then(() => refresh(client, id, 'projects'));
    trash.mutateAsync(project.id).then(() => toastUndo(t('project.trashed', { name: project.name }), back), toastError);
  };
}
