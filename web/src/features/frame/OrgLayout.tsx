// The frame of an organization: rail at the left (a bar at the bottom on narrow screens), content, palette, dialogs.
import { Outlet, useNavigate, useParams } from '@tanstack/react-router';
import { CalendarClock, ChartGantt, Clock, FileUp, FolderPlus, Gauge, History, LayoutList, ListPlus, Search, Settings, ShieldCheck, Trash2, UserRound, Users } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { OrgContext, useMe, useOrg } from '@/features/org/useOrg';
import { useReach } from '@/features/planning/useReach';
import { CascadeQuestion } from '@/features/work/cascade/CascadeQuestion';
import { RequiredFields } from '@/features/work/custom/RequiredFields';
import { useActions } from '@/lib/actions';
import { BottomBar } from './BottomBar';
import { OfflineBanner } from './OfflineBanner';
import { OrgDialogs } from './OrgDialogs';
import { NotFoundPage } from './Pages';
import { Palette } from './Palette';
import { Rail } from './Rail';

export function OrgLayout() {
  const { org } = useParams({ from: '/signed-in/o/$org' });
  const me = useMe();
  if (!me.memberships.some((membership) => membership.organization.id === org)) return <NotFoundPage />;
  return (
    <OrgContext value={org}>
      <Frame key={org}>
        <RequiredFields>
          <Outlet />
        </RequiredFields>
        <OrgDialogs />
        <CascadeQuestion />
      </Frame>
    </OrgContext>
  );
}

/** Rail, content, bottom bar and palette; inside an OrgContext. */
export function Frame({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  /** Not there before it is first opened. */
  const [palette, setPalette] = useState<boolean>();
  useFrameActions(() => setPalette(true));
  return (
    <div className="flex h-dvh flex-col md:flex-row">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t('nav.skip')}
      </a>
      <Rail onSearch={() => setPalette(true)} />
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <OfflineBanner />
        <div id="content" className="flex min-h-0 flex-1 flex-col" tabIndex={-1}>
          {children}
        </div>
      </div>
      <BottomBar onSearch={() => setPalette(true)} />
      {palette !== undefined && <Palette open={palette} onClose={() => setPalette(false)} />}
    </div>
  );
}

/** What can be done from every screen of an organization. */
function useFrameActions(openPalette: () => void): void {
  const { t } = useTranslation();
  const { t: tOrg } = useTranslation(['org', 'common']);
  const { t: tAdmin } = useTranslation('admin');
  const { id, may } = useOrg();
  const reach = useReach();
  const navigate = useNavigate();
  const params = { org: id };
  const go = t('palette.go');
  const create = t('palette.create');
  useActions([
    { id: 'palette', label: t('nav.search'), group: t('palette.help'), keys: 'mod+k', inFields: true, palette: false, icon: Search, run: openPalette },
    { id: 'go.home', label: t('nav.home'), group: go, keys: 'g p', icon: LayoutList, run: () => void navigate({ to: '/o/$org', params }) },
    { id: 'go.search', label: t('nav.searchAll'), group: go, keys: '/', icon: Search, run: () => void navigate({ to: '/o/$org/search', params, search: {} }) },
    ...(reach.portfolio ? [{ id: 'go.portfolio', label: t('nav.portfolio'), group: go, keys: 'g o', icon: ChartGantt, run: () => void navigate({ to: '/o/$org/portfolio', params }) }] : []),
    ...(reach.workload ? [{ id: 'go.workload', label: t('nav.workload'), group: go, keys: 'g l', icon: Gauge, run: () => void navigate({ to: '/o/$org/workload', params }) }] : []),
    ...(may('expense:create') ? [{ id: 'go.time', label: t('nav.time'), group: go, keys: 'g w', icon: Clock, run: () => void navigate({ to: '/o/$org/time', params }) }] : []),
    { id: 'go.members', label: t('nav.members'), group: go, keys: 'g m', icon: Users, run: () => void navigate({ to: '/o/$org/members', params }) },
    { id: 'go.settings', label: t('nav.settings'), group: go, keys: 'g s', icon: Settings, run: () => void navigate({ to: '/o/$org/settings', params }) },
    ...(may('role:read') ? [{ id: 'go.roles', label: tAdmin('nav.roles'), group: go, icon: ShieldCheck, run: () => void navigate({ to: '/o/$org/settings/roles', params }) }] : []),
    ...(may('field:read') ? [{ id: 'go.fields', label: tAdmin('nav.fields'), group: go, icon: ListPlus, run: () => void navigate({ to: '/o/$org/settings/fields', params }) }] : []),
    ...(may('calendar:read') ? [{ id: 'go.calendars', label: tAdmin('nav.calendars'), group: go, icon: CalendarClock, run: () => void navigate({ to: '/o/$org/settings/calendars', params }) }] : []),
    ...(may('audit:read') ? [{ id: 'go.audit', label: tAdmin('nav.audit'), group: go, icon: History, run: () => void navigate({ to: '/o/$org/settings/audit', params }) }] : []),
    ...(may('project:delete')
      ? [{ id: 'go.trash', label: t('nav.trash'), group: go, keys: 'g t', icon: Trash2, run: () => void navigate({ to: '/o/$org/trash', params }) }]
      : []),
    { id: 'go.profile', label: t('nav.profile'), group: go, keys: 'g u', icon: UserRound, run: () => void navigate({ to: '/profile' }) },
    ...(may('project:create')
      ? [
          { id: 'create.project', label: tOrg('project.new'), group: create, keys: 'shift+p', icon: FolderPlus, run: () => void navigate({ to: '/o/$org', params, search: { dialog: 'new-project' as const } }) },
          { id: 'create.import', label: tOrg('project.import'), group: create, keys: 'shift+i', icon: FileUp, run: () => void navigate({ to: '/o/$org', params, search: { dialog: 'import' as const } }) },
        ]
      : []),
  ]);
}
