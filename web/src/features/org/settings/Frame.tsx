// The frame of the organization's settings: the list of its pages at the left (a strip above on narrow screens).
import { Link } from '@tanstack/react-router';
import { ArrowLeftRight, Building2, CalendarClock, HandCoins, History, ListPlus, ShieldCheck, Users, type LucideIcon } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '@/features/frame/Page';
import { useOrg } from '@/features/org/useOrg';

interface SettingsFrameProps {
  title: string;
  /** What stands before the title: links to the pages above. */
  crumbs?: ReactNode;
  actions?: ReactNode;
  /** The content scrolls by itself (tables with a sticky header). */
  fixed?: boolean;
  /** The content keeps to a readable width. */
  narrow?: boolean;
  children: ReactNode;
}

export function SettingsFrame({ title, crumbs, actions, fixed, narrow, children }: SettingsFrameProps) {
  return (
    <Page title={title} crumbs={crumbs} actions={actions} fixed>
      <div className="flex min-h-0 flex-1 flex-col lg:flex-row">
        <SettingsNav />
        <div className={fixed ? 'flex min-h-0 min-w-0 flex-1 flex-col' : 'min-h-0 min-w-0 flex-1 overflow-y-auto'}>
          {narrow ? <div className="mx-auto w-full max-w-3xl px-4 py-6 sm:px-6">{children}</div> : children}
        </div>
      </div>
    </Page>
  );
}

type SettingsPath =
  | '/o/$org/settings'
  | '/o/$org/members'
  | '/o/$org/settings/roles'
  | '/o/$org/settings/fields'
  | '/o/$org/settings/calendars'
  | '/o/$org/settings/rates'
  | '/o/$org/settings/currencies'
  | '/o/$org/settings/audit';

function SettingsNav() {
  const { t } = useTranslation(['admin', 'common']);
  const { may } = useOrg();
  const strip = useRef<HTMLElement>(null);
  useEffect(() => {
    strip.current?.querySelector('[data-status=active]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, []);
  return (
    <nav
      ref={strip}
      aria-label={t('nav.label')}
      className="flex shrink-0 gap-1 overflow-x-auto border-b px-3 py-1.5 lg:w-52 lg:flex-col lg:gap-px lg:overflow-y-auto lg:border-r lg:border-b-0 lg:px-2 lg:py-3"
    >
      <SettingsLink to="/o/$org/settings" exact icon={Building2} label={t('nav.general')} />
      <SettingsLink to="/o/$org/members" icon={Users} label={t('common:nav.members')} />
      {may('role:read') && <SettingsLink to="/o/$org/settings/roles" icon={ShieldCheck} label={t('nav.roles')} />}
      {may('field:read') && <SettingsLink to="/o/$org/settings/fields" icon={ListPlus} label={t('nav.fields')} />}
      {may('calendar:read') && <SettingsLink to="/o/$org/settings/calendars" icon={CalendarClock} label={t('nav.calendars')} />}
      {may('rate:read') && <SettingsLink to="/o/$org/settings/rates" icon={HandCoins} label={t('nav.rates')} />}
      {may('currency-rate:read') && <SettingsLink to="/o/$org/settings/currencies" icon={ArrowLeftRight} label={t('nav.currencies')} />}
      {may('audit:read') && <SettingsLink to="/o/$org/settings/audit" icon={History} label={t('nav.audit')} />}
    </nav>
  );
}

function SettingsLink({ to, exact, icon: Icon, label }: { to: SettingsPath; exact?: boolean; icon: LucideIcon; label: string }) {
  const { id } = useOrg();
  return (
    <Link
      to={to}
      params={{ org: id }}
      activeOptions={{ exact: exact ?? false, includeSearch: false }}
      className="flex h-7 shrink-0 items-center gap-2 rounded-md px-2 text-sm whitespace-nowrap text-muted hover:bg-hover hover:text-text data-[status=active]:bg-selected data-[status=active]:font-medium data-[status=active]:text-text"
    >
      <Icon className="size-4 shrink-0" aria-hidden="true" />
      {label}
    </Link>
  );
}
