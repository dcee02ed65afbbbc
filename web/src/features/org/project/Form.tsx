// The dialogs that make and change a project.
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { useCreate, usePatch } from '@/api/collections';
import type { Project } from '@/api/types';
import { useOrg, useProjects } from '@/features/org/useOrg';
import { applyError } from '@/lib/form';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { BasicFields, VisibilityFields } from './Fields';
import { useProjectForm, valuesOf, type ProjectValues } from './form';
import { suggestKey } from './key';

export function NewProjectDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['org', 'common']);
  const { id, me } = useOrg();
  const { projects } = useProjects();
  const navigate = useNavigate();
  const create = useCreate(id, 'projects');
  const form = useProjectForm({
    name: '',
    key: '',
    description: '',
    ownerId: me.id,
    startDate: null,
    endDate: null,
    priority: 'normal',
    visibility: 'organization',
    memberIds: [],
  });
  const [ownKey, setOwnKey] = useState(false);
  const name = useWatch({ control: form.control, name: 'name' });
  const { setValue } = form;
  useEffect(() => {
    if (!ownKey) setValue('key', name.trim() ? suggestKey(name, new Set(projects.map((p) => p.key))) : '');
  }, [name, ownKey, projects, setValue]);
  const submit = form.handleSubmit(async (values) => {
    try {
      const project = await create.mutateAsync({ ...values });
      await navigate({ to: '/o/$org/projects/$project', params: { org: id, project: project.key } });
    } catch (error) {
      applyError(form, error, { taken: 'key' });
    }
  });
  return (
    <ProjectDialog title={t('project.new')} action={t('project.create')} busy={create.isPending} onSubmit={submit} onClose={onClose}>
      <BasicFields autoFocus form={form} onKeyTyped={() => setOwnKey(true)} />
      <VisibilityFields form={form} />
    </ProjectDialog>
  );
}

export function EditProjectDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const { t } = useTranslation(['org', 'common']);
  const { id } = useOrg();
  const patch = usePatch(id, 'projects');
  const form = useProjectForm(valuesOf(project));
  const { dirtyFields } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    const changes = Object.fromEntries(
      Object.entries(values).filter(([field]) => dirtyFields[field as keyof ProjectValues]),
    );
    try {
      if (Object.keys(changes).length > 0) await patch.mutateAsync({ id: project.id, changes });
      toast.success(t('common:actions.saved'));
      onClose();
    } catch (error) {
      applyError(form, error);
    }
  });
  return (
    <ProjectDialog title={t('project.editTitle', { key: project.key })} action={t('common:actions.save')} busy={patch.isPending} onSubmit={submit} onClose={onClose}>
      <BasicFields autoFocus form={form} />
      <VisibilityFields form={form} />
    </ProjectDialog>
  );
}

interface ProjectDialogProps {
  title: string;
  action: string;
  busy: boolean;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

function ProjectDialog({ title, action, busy, onSubmit, onClose, children }: ProjectDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button onClick={onClose}>{t('actions.cancel')}</Button>
          <Button kind="primary" type="submit" form="project-form" busy={busy}>
            {action}
          </Button>
        </>
      }
    >
      <form
        id="project-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
        onKeyDown={(event) => (event.ctrlKey || event.metaKey) && event.key === 'Enter' && onSubmit()}
        className="flex flex-col gap-4"
      >
        {children}
      </form>
    </Dialog>
  );
}
