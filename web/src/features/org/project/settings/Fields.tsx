// The custom fields that the project's tasks have: its own, and those of every project.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { allOptions } from '@/api/collections';
import type { FieldDefinition, Project } from '@/api/types';
import { FieldDialog } from '@/features/org/field/Form';
import { FieldTable } from '@/features/org/field/Table';
import { useOrg } from '@/features/org/useOrg';
import { byName } from '@/lib/collate';
import { messageOf } from '@/lib/messages';
import { Button } from '@/ui/Button';
import { FormError } from '@/ui/Field';
import { Skeleton } from '@/ui/Skeleton';

export function ProjectFieldsSection({ project }: { project: Project }) {
  const { t } = useTranslation('admin');
  const { id: org, may } = useOrg();
  const { data, error } = useQuery(allOptions(org, 'field-definitions', { sort: 'name' }));
  const [making, setMaking] = useState(false);
  const ofTasks = (data?.data ?? []).filter((field) => field.model === 'task').toSorted(byName);
  return (
    <div className="flex flex-col gap-5">
      {error && !data && <FormError>{messageOf(error)}</FormError>}
      {!data && !error && <Skeleton className="w-1/2" />}
      {data && <Part title={t('project.ownFields')} none={t('project.noOwnFields')} fields={ofTasks.filter((field) => field.projectId === project.id)} />}
      {may('field:write') && (
        <Button className="self-start" onClick={() => setMaking(true)}>
          <Plus className="size-4" aria-hidden="true" />
          {t('field.new')}
        </Button>
      )}
      {data && <Part title={t('project.sharedFields')} none={t('project.noSharedFields')} fields={ofTasks.filter((field) => !field.projectId)} />}
      <Link to="/o/$org/settings/fields" params={{ org }} className="self-start text-sm text-accent-text hover:underline">
        {t('project.allFields')}
      </Link>
      {making && <FieldDialog field={null} project={project.id} onClose={() => setMaking(false)} />}
    </div>
  );
}

function Part({ title, none, fields }: { title: string; none: string; fields: FieldDefinition[] }) {
  return (
    <div>
      <h3 className="mb-1 text-sm font-medium">{title}</h3>
      {fields.length === 0 ? (
        <p className="text-sm text-muted">{none}</p>
      ) : (
        <div className="border-t">
          <FieldTable label={title} fields={fields} bare />
        </div>
      )}
    </div>
  );
}
