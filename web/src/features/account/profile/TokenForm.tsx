import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { use, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { request } from '@/api/client';
import type { CreatedToken, Id } from '@/api/types';
import { permissionsOptions, usePermissionText } from '@/features/org/role/roles';
import { OrgContext } from '@/features/org/useOrg';
import { messageOf } from '@/lib/messages';
import { Button } from '@/ui/Button';
import { Combobox } from '@/ui/Combobox';
import { Field, FormError } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { Select } from '@/ui/Select';

export const tokensKey = ['me', 'tokens'];

const lifetimes = ['30', '90', '365', 'never'] as const;
const accesses = ['full', 'read', 'chosen'] as const;
type Access = (typeof accesses)[number];

/** Whether a permission only looks. */
export const reads = (permission: string): boolean => /:read(-|:|$)/.test(permission);

export function TokenForm({ onMade }: { onMade: (token: CreatedToken) => void }) {
  const { t } = useTranslation('account');
  const client = useQueryClient();
  const org = use(OrgContext);
  const [name, setName] = useState('');
  const [days, setDays] = useState<(typeof lifetimes)[number]>('90');
  const [access, setAccess] = useState<Access>('full');
  const [chosen, setChosen] = useState<string[]>([]);
  const table = useQuery({ ...permissionsOptions(org ?? ''), enabled: org !== null }).data?.data ?? [];
  const scopes = access === 'full' ? null : access === 'chosen' ? chosen : table.map((line) => line.name).filter(reads);
  const create = useMutation({
    mutationFn: () => {
      const expiresAt = days === 'never' ? null : new Date(Date.now() + Number(days) * 86_400_000).toISOString();
      const body = { name: name.trim(), ...(expiresAt ? { expiresAt } : {}), ...(scopes ? { scopes } : {}) };
      return request<CreatedToken>('POST', '/me/tokens', { body });
    },
    onSuccess: (token) => {
      setName('');
      onMade(token);
      return client.invalidateQueries({ queryKey: tokensKey });
    },
  });
  const ready = name.trim() !== '' && scopes?.length !== 0;
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) create.mutate();
      }}
    >
      {create.error && <FormError>{messageOf(create.error)}</FormError>}
      <Field label={t('tokens.name')}>
        <Input value={name} placeholder={t('tokens.namePlaceholder')} onChange={(event) => setName(event.target.value)} />
      </Field>
      <div className="grid gap-3 sm:grid-cols-2">
        {org && (
          <Field label={t('tokens.access')}>
            <Select value={access} onChange={setAccess} choices={accesses.map((value) => ({ value, label: t(`tokens.accesses.${value}`) }))} />
          </Field>
        )}
        <Field label={t('tokens.expires')}>
          <Select
            value={days}
            onChange={setDays}
            choices={lifetimes.map((value) => ({ value, label: value === 'never' ? t('tokens.never') : t('tokens.inDays', { count: Number(value) }) }))}
          />
        </Field>
        {org && access === 'chosen' && <Scopes org={org} value={chosen} onChange={setChosen} />}
      </div>
      <Button type="submit" busy={create.isPending} disabled={!ready} className="self-start">
        {t('tokens.create')}
      </Button>
    </form>
  );
}

interface ScopesProps {
  org: Id;
  value: string[];
  onChange: (value: string[]) => void;
}

function Scopes({ org, value, onChange }: ScopesProps) {
  const { t } = useTranslation('account');
  const textOf = usePermissionText();
  const lines = useQuery(permissionsOptions(org)).data?.data ?? [];
  const choices = lines.map((line) => ({ value: line.name, label: textOf(line), help: line.name }));
  return (
    <Field label={t('tokens.scopes')} help={t('tokens.scopesHelp')} className="sm:col-span-2">
      <Combobox multiple label={t('tokens.scopes')} choices={choices} value={value} onChange={onChange} />
    </Field>
  );
}
