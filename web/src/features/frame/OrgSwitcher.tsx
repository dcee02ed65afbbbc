import { useNavigate } from '@tanstack/react-router';
import { ChevronsUpDown, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useOrg } from '@/features/org/useOrg';
import { cx } from '@/lib/cx';
import { Menu } from '@/ui/Menu';

/** Names the organization and changes to another one. */
export function OrgSwitcher({ collapsed }: { collapsed: boolean }) {
  const { t } = useTranslation();
  const { id, organization, me } = useOrg();
  const navigate = useNavigate();
  return (
    <Menu
      groups={[
        me.memberships.map(({ organization: other }) => ({
          id: other.id,
          label: other.name,
          checked: other.id === id,
          onSelect: () => void navigate({ to: '/o/$org', params: { org: other.id } }),
        })),
        [{ id: 'new', label: t('nav.newOrganization'), icon: Plus, onSelect: () => void navigate({ to: '/welcome' }) }],
      ]}
      trigger={
        <button
          type="button"
          aria-label={`${t('nav.switchOrganization')}: ${organization.name}`}
          title={collapsed ? organization.name : undefined}
          className={cx(
            'flex h-8 items-center gap-2 rounded-md text-left hover:bg-hover',
            collapsed ? 'w-full justify-center' : 'min-w-0 flex-1 px-1.5',
          )}
        >
          <span
            aria-hidden="true"
            className="flex size-5 shrink-0 items-center justify-center rounded-sm bg-accent text-[11px] font-semibold text-on-accent"
          >
            {[...organization.name][0]?.toUpperCase()}
          </span>
          {!collapsed && (
            <>
              <span className="min-w-0 flex-1 truncate text-sm font-semibold">{organization.name}</span>
              <ChevronsUpDown className="size-3.5 shrink-0 text-faint" aria-hidden="true" />
            </>
          )}
        </button>
      }
    />
  );
}
