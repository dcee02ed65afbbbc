// Personal access tokens: made, shown once, revoked.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { request } from '@/api/client';
import type { AccessToken, CreatedToken, Page } from '@/api/types';
import { formatAgo, formatDay, formatExact } from '@/lib/format';
import { toastError } from '@/lib/messages';
import { Button } from '@/ui/Button';
import { CopyField } from '@/ui/CopyField';
import { ConfirmDialog, Dialog } from '@/ui/Dialog';
import { Skeleton } from '@/ui/Skeleton';
import { reads, TokenForm, tokensKey as key } from './TokenForm';

export function Tokens() {
  const { t } = useTranslation('account');
  const { data, isPending } = useQuery({
    queryKey: key,
    queryFn: () => request<Page<AccessToken>>('GET', '/me/tokens', { query: { limit: 200 } }),
  });
  const [made, setMade] = useState<CreatedToken | null>(null);
  const [revoking, setRevoking] = useState<AccessToken | null>(null);
  return (
    <>
      <TokenForm onMade={setMade} />
      {isPending && <Skeleton className="mt-5 w-1/2" />}
      {data?.data.length === 0 && <p className="mt-5 text-sm text-muted">{t('tokens.none')}</p>}
      <ul className="mt-4">
        {data?.data.map((token) => (
          <TokenRow key={token.id} token={token} onRevoke={() => setRevoking(token)} />
        ))}
      </ul>
      {made && (
        <Dialog open onClose={() => setMade(null)} title={t('tokens.createdTitle')} description={t('tokens.createdText')}>
          <CopyField label={t('tokens.value')} value={made.token} />
        </Dialog>
      )}
      {revoking && <RevokeDialog token={revoking} onClose={() => setRevoking(null)} />}
    </>
  );
}

function TokenRow({ token, onRevoke }: { token: AccessToken; onRevoke: () => void }) {
  const { t } = useTranslation('account');
  const facts = [
    t('tokens.endsWith', { last4: token.last4 }),
    token.scopes && t(token.scopes.every(reads) ? 'tokens.onlyReads' : 'tokens.limited', { count: token.scopes.length }),
    token.lastUsedAt ? t('tokens.used', { when: formatAgo(token.lastUsedAt) }) : t('tokens.unused'),
    token.expiresAt && t('tokens.until', { date: formatDay(token.expiresAt.slice(0, 10)) }),
  ];
  return (
    <li className="flex items-center gap-3 border-t py-2.5">
      <KeyRound className="size-4 shrink-0 text-faint" aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <p className="truncate text-sm font-medium">{token.name}</p>
        <p className="text-xs text-muted" title={formatExact(token.createdAt)}>
          {facts.filter(Boolean).join(', ')}
        </p>
      </div>
      <Button size="sm" kind="danger" onClick={onRevoke} aria-label={t('tokens.revokeNamed', { name: token.name })}>
        {t('tokens.revoke')}
      </Button>
    </li>
  );
}

function RevokeDialog({ token, onClose }: { token: AccessToken; onClose: () => void }) {
  const { t } = useTranslation('account');
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => request<void>('DELETE', `/me/tokens/${token.id}`),
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
      title={t('tokens.revokeTitle')}
      text={t('tokens.revokeText', { name: token.name })}
      action={t('tokens.revoke')}
      busy={revoke.isPending}
      onConfirm={() => revoke.mutate()}
    />
  );
}
