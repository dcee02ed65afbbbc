// The custom fields of the organization and of its projects.
import { useQuery } from '@tanstack/react-query';
import { ListPlus, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { allOptions } from '@/api/collections';
import type { FieldDefinition } from '@/api/types';
import { LoadError } from '@/features/frame/Pages';
import { SettingsFrame } from '@/features/org/settings/Frame';
import { useOrg, useProjects } from '@/features/org/useOrg';
import { plain } from '@/features/work/task/filter';
import { byName, compareText } from '@/lib/collate';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { FilterField } from '@/ui/FilterField';
import { GroupHeading } from '@/ui/GroupHeading';
import { SkeletonRows } from '@/ui/Skeleton';
import { FieldDialog } from './Form';
import { FieldTable } from './Table';

/** More than are seen at once. */
const many = 12;

export function FieldsPage() {
  const { t } = useTranslation('admin');
  const { id, may } = useOrg();
  const { data, error, refetch } = useQuery(allOptions(id, 'field-definitions', { sort: 'name' }));
  const [making, setMaking] = useState(false);
  const [text, setText] = useState('');
  const all = data?.data ?? [];
  const found = all.filter(({ name }) => plain(name).includes(plain(text.trim())));
  const create = may('field:write') && (
    <Button kind="primary" onClick={() => setMaking(true)}>
      <Plus className="size-4" aria-hidden="true" />
      {t('field.new')}
    </Button>
  );
  return (
    <SettingsFrame title={t('nav.fields')} actions={all.length > 0 && create}>
      {!data && !error && <SkeletonRows rows={5} />}
      {!data && error && <LoadError error={error} onRetry={() => void refetch()} />}
      {data?.data.length === 0 && (
        <EmptyState icon={ListPlus} title={t('field.none')} text={t('field.noneText')}>
          {create}
        </EmptyState>
      )}
      {all.length > many && (
        <div className="border-b px-2 py-1.5">
          <FilterField label={t('field.filter')} value={text} onChange={setText} className="w-full sm:w-64" />
        </div>
      )}
      <Groups fields={found} />
      {all.length > 0 && found.length === 0 && <p className="px-4 py-8 text-center text-base text-muted">{t('field.noMatch')}</p>}
      {making && <FieldDialog field={null} onClose={() => setMaking(false)} />}
    </SettingsFrame>
  );
}

/** Those of tasks everywhere, those of projects, then those of the tasks of single projects. */
function Groups({ fields }: { fields: FieldDefinition[] }) {
  const { t } = useTranslation('admin');
  const { projects } = useProjects();
  const nameOf = (id: string) => projects.find((project) => project.id === id)?.name ?? '';
  const groups = Map.groupBy(fields.toSorted(byName), (field) => field.projectId ?? field.model);
  const own = [...groups.keys()].filter((key) => key !== 'task' && key !== 'project').toSorted((a, b) => compareText(nameOf(a), nameOf(b)));
  const titles: [string, string][] = [
    ['task', t('field.ofTasks')],
    ['project', t('field.ofProjects')],
    ...own.map((id): [string, string] => [id, t('field.ofProject', { name: nameOf(id) })]),
  ];
  return titles.map(([key, title]) => {
    const found = groups.get(key);
    return (
      found && (
        <section key={key} aria-label={title}>
          <GroupHeading title={title} count={found.length} />
          <FieldTable label={title} fields={found} />
        </section>
      )
    );
  });
}
