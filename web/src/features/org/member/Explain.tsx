// Why a person may do something, or may not: the rules in the order in which the server asks them.
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { request } from '@/api/client';
import type { Explanation, Id, Member } from '@/api/types';
import { LoadError } from '@/features/frame/Pages';
import { permissionsOptions, usePermissionText, useRoleName } from '@/features/org/role/roles';
import { useOrg, useProjects } from '@/features/org/useOrg';
import type { MembersSearch } from '@/routes/search';
import { Avatar } from '@/ui/Avatar';
import { Combobox } from '@/ui/Combobox';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import { Skeleton } from '@/ui/Skeleton';
import { Allowed } from './Allowed';
import { Verdict } from './Verdict';

interface ExplainProps {
  member: Member;
  search: MembersSearch;
}

export function ExplainPanel({ member, search }: ExplainProps) {
  const { t } = useTranslation('admin');
  const navigate = useNavigate();
  const nameOf = useRoleName();
  const set = (change: MembersSearch) => {
    const next = Object.entries({ ...search, ...change }).filter(([, value]) => value);
    void navigate({ to: '.', search: Object.fromEntries(next), replace: true });
  };
  const close = () => void navigate({ to: '.', search: {}, replace: true });
  return (
    <Dialog
      open
      side
      title={t('explain.title', { name: member.name })}
      description={member.role ? nameOf(member.role) : t('explain.noRole')}
      icon={<Avatar name={member.name} id={member.id} size={24} placeholder={member.placeholder} />}
      onClose={close}
    >
      <Question search={search} onChange={set} />
      <Answer member={member} search={search} />
    </Dialog>
  );
}

function Question({ search, onChange }: { search: MembersSearch; onChange: (change: MembersSearch) => void }) {
  const { t } = useTranslation(['admin', 'org']);
  const { id: org } = useOrg();
  const { projects } = useProjects();
  const textOf = usePermissionText();
  const lines = useQuery(permissionsOptions(org)).data?.data ?? [];
  const permissions = [
    { value: '', label: t('explain.everything') },
    ...lines.map((line) => ({ value: line.name, label: textOf(line), help: line.name })),
  ];
  const places = [{ value: '', label: t('explain.anywhere') }, ...projects.map(({ id, name, key }) => ({ value: id, label: name, help: key }))];
  return (
    <div className="flex flex-col gap-3">
      <Field label={t('explain.permission')}>
        <Combobox
          label={t('explain.permission')}
          choices={permissions}
          value={search.resource ?? ''}
          onChange={(value) => onChange(value ? { resource: value } : { resource: '', project: '' })}
        />
      </Field>
      {search.resource && (
        <Field label={t('explain.project')} optional={t('org:optional')}>
          <Combobox label={t('explain.project')} choices={places} value={search.project ?? ''} onChange={(value) => onChange({ project: value ?? '' })} />
        </Field>
      )}
    </div>
  );
}

const explainOptions = (org: Id, userId: Id, { resource, project }: MembersSearch) => ({
  queryKey: ['org', org, 'explain', userId, resource ?? null, project ?? null],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    request<Explanation>('GET', `/organizations/${org}/access/explain`, {
      // The tasks of a project show where the project shows: it stands for what is in it.
      query: { userId, resource, ...(project ? { objectId: project, model: 'Project' } : {}) },
      signal,
    }),
  staleTime: 0,
});

function Answer({ member, search }: ExplainProps) {
  const { id: org } = useOrg();
  const { data, error, refetch } = useQuery(explainOptions(org, member.id, search));
  if (error) return <LoadError error={error} onRetry={() => void refetch()} />;
  if (!data) {
    return (
      <div className="mt-6 flex flex-col gap-3">
        <Skeleton className="h-10" />
        <Skeleton className="w-2/3" />
        <Skeleton className="w-1/2" />
      </div>
    );
  }
  return search.resource ? <Verdict member={member} answer={data} project={search.project} /> : <Allowed permissions={data.permissions} />;
}
