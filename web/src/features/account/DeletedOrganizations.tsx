// Organizations in the trash that the person may bring back or delete for good.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { request } from '@/api/client';
import type { Organization, Page } from '@/api/types';
import { formatAgo, formatExact } from '@/lib/format';
import { toastError } from '@/lib/messages';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/Dialog';

const key = ['me', 'organizations', 'deleted'];

export function DeletedOrganizations({ onRestored }: { onRestored: (organization: Organization) => Promise<void> }) {
  const { t } = useTranslation('account');
  const { data } = useQuery({
    queryKey: key,
    queryFn: () => request<Page<Organization>>('GET', '/organizations', { query: { deleted: true, limit: 200 } }),
    staleTime: 0,
  });
  const [purging, setPurging] = useState<Organization | null>(null);
  if (!data || data.data.length === 0) return null;
  return (
    <section className="mt-6 border-t pt-4">
      <h2 className="text-sm text-muted">{t('welcome.deleted')}</h2>
      <ul className="mt-1">
        {data.data.map((organization) => (
          <DeletedRow key={organization.id} organization={organization} onRestored={onRestored} onPurge={() => setPurging(organization)} />
        ))}
      </ul>
      {purging && <PurgeDialog organization={purging} onClose={() => setPurging(null)} />}
    </section>
  );
}

interface DeletedRowProps {
  organization: Organization;
  onRestored: (organization: Organization) => Promise<void>;
  onPurge: () => void;
}

function DeletedRow({ organization, onRestored, onPurge }: DeletedRowProps) {
  const { t } = useTranslation(['account', 'common']);
  const { id, name, deletedAt } = organization;
  const restore = useMutation({
    mutationFn: () => request<Organization>('POST', `/organizations/${id}/restore`),
    onSuccess: onRestored,
    onError: toastError,
  });
  return (
    <li className="flex flex-wrap items-center justify-end gap-x-2 gap-y-1 py-1.5">
      <div className="min-w-32 flex-1">
        <p className="truncate text-sm font-medium" title={name}>
          {name}
        </p>
        {deletedAt && (
          <p className="text-xs text-muted" title={formatExact(deletedAt)}>
            {formatAgo(deletedAt)}
          </p>
        )}
      </div>
      <Button size="sm" busy={restore.isPending} aria-label={t('welcome.restoreNamed', { name })} onClick={() => restore.mutate()}>
        <RotateCcw className="size-3.5" aria-hidden="true" />
        {t('common:actions.restore')}
      </Button>
      <Button size="sm" kind="ghost" aria-label={t('welcome.purgeNamed', { name })} onClick={onPurge}>
        {t('welcome.purge')}
      </Button>
    </li>
  );
}

function PurgeDialog({ organization, onClose }: { organization: Organization; onClose: () => void }) {
  const { t } = useTranslation('account');
  const client = useQueryClient();
  const { id, name } = organization;
  const purge = useMutation({
    mutationFn: () => request<void>('DELETE', `/organizations/${id}`, { query: { purge: true } }),
    onSuccess: () => {
      onClose();
      return client.invalidateQueries({ queryKey: key });
    },
    onError: toastError,
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t('welcome.purgeTitle', { name })}
      text={t('welcome.purgeText')}
      action={t('welcome.purge')}
      busy={purge.isPending}
      onConfirm={() => purge.mutate()}
    />
  );
}
