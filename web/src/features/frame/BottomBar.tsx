// What the rail is on narrow screens.
import { Link, useNavigate } from '@tanstack/react-router';
import { ChartGantt, Clock, Ellipsis, Gauge, LayoutList, Receipt, Search, Settings, Trash2, Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useOrg } from '@/features/org/useOrg';
import { useReach } from '@/features/planning/useReach';
import { Menu } from '@/ui/Menu';
import { useAccountEntries } from './AccountMenu';

const item =
  'flex h-14 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-xs text-muted data-[status=active]:font-medium data-[status=active]:text-accent-text [&_svg]:size-5';

export function BottomBar({ onSearch }: { onSearch: () => void }) {
  const { t } = useTranslation();
  const { id, me, may } = useOrg();
  const reach = useReach();
  const navigate = useNavigate();
  const account = useAccountEntries();
  return (
    <nav aria-label={t('nav.main')} className="flex shrink-0 border-t bg-canvas pb-[env(safe-area-inset-bottom)] md:hidden">
      <Link to="/o/$org" params={{ org: id }} activeOptions={{ exact: true, includeSearch: false }} className={item}>
        <LayoutList aria-hidden="true" />
        {t('nav.home')}
      </Link>
      <button type="button" className={item} onClick={onSearch}>
        <Search aria-hidden="true" />
        {t('nav.search')}
      </button>
      <Link to="/o/$org/members" params={{ org: id }} activeOptions={{ includeSearch: false }} className={item}>
        <Users aria-hidden="true" />
        {t('nav.members')}
      </Link>
      <Menu
        align="end"
        groups={[
          {
            title: t('nav.switchOrganization'),
            entries: me.memberships.map(({ organization }) => ({
              id: organization.id,
              label: organization.name,
              checked: organization.id === id,
              onSelect: () => void navigate({ to: '/o/$org', params: { org: organization.id } }),
            })),
          },
          [
            ...(reach.portfolio ? [{ id: 'portfolio', label: t('nav.portfolio'), icon: ChartGantt, onSelect: () => void navigate({ to: '/o/$org/portfolio', params: { org: id } }) }] : []),
            ...(reach.workload ? [{ id: 'workload', label: t('nav.workload'), icon: Gauge, onSelect: () => void navigate({ to: '/o/$org/workload', params: { org: id } }) }] : []),
            ...(may('expense:create')
              ? [
                  { id: 'time', label: t('nav.time'), icon: Clock, onSelect: () => void navigate({ to: '/o/$org/time', params: { org: id } }) },
                  { id: 'expenses', label: t('nav.expenses'), icon: Receipt, onSelect: () => void navigate({ to: '/o/$org/expenses', params: { org: id } }) },
                ]
              : []),
            { id: 'settings', label: t('nav.settings'), icon: Settings, onSelect: () => void navigate({ to: '/o/$org/settings', params: { org: id } }) },
            ...(may('project:delete')
              ? [{ id: 'trash', label: t('nav.trash'), icon: Trash2, onSelect: () => void navigate({ to: '/o/$org/trash', params: { org: id } }) }]
              : []),
          ],
          ...account,
        ]}
        trigger={
          <button type="button" className={item}>
            <Ellipsis aria-hidden="true" />
            {t('nav.more')}
          </button>
        }
      />
    </nav>
  );
}
