import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { usePatch } from '@/api/collections';
import type { Project } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { applyError } from '@/lib/form';
import { Button } from '@/ui/Button';
import { BasicFields } from '../Fields';
import { useProjectForm, valuesOf, type ProjectValues } from '../form';

/** Name, description, owner and dates; the key stays for good. */
export function GeneralForm({ project }: { project: Project }) {
  const { t } = useTranslation('common');
  const { id: org } = useOrg();
  const patch = usePatch(org, 'projects');
  const mayChange = project.can.includes('update');
  const form = useProjectForm(valuesOf(project), !mayChange);
  const { dirtyFields, isDirty, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    const changes = Object.fromEntries(Object.entries(values).filter(([field]) => dirtyFields[field as keyof ProjectValues]));
    try {
      form.reset(valuesOf(await patch.mutateAsync({ id: project.id, changes })));
      toast.success(t('actions.saved'));
    } catch (error) {
      applyError(form, error);
    }
  });
  return (
    <form onSubmit={submit} noValidate className="flex max-w-xl flex-col gap-4">
      <BasicFields form={form} />
      {mayChange && (
        <Button type="submit" kind="primary" busy={isSubmitting} disabled={!isDirty} className="self-start">
          {t('actions.save')}
        </Button>
      )}
    </form>
  );
}
