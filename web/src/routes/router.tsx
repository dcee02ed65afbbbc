// The index of every address of the app. Screens are loaded when they are first opened; the frames around them are
// there from the start.
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { meOptions } from '@/api/session';
import { OrgLayout } from '@/features/frame/OrgLayout';
import { ErrorPage, NotFoundPage } from '@/features/frame/Pages';
import { ProjectLayout } from '@/features/frame/ProjectLayout';
import { RootLayout } from '@/features/frame/RootLayout';
import { validateWorkSearch } from '@/features/work/search';
import { rememberOrg, lastOrg } from '@/lib/lastOrg';
import {
  safeNext,
  validateAuditSearch,
  validateDialogSearch,
  validateExpenseSearch,
  validateFindSearch,
  validateMembersSearch,
  validatePortfolioSearch,
  validateProjectsSearch,
  validateRatesSearch,
  validateRolesSearch,
  validateTimeSearch,
  validateWorkloadSearch,
} from './search';

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: RootLayout,
  notFoundComponent: NotFoundPage,
});

/** `/` leads to the organization last open, to the welcome page, or to the sign-in page. */
const indexRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: async ({ context }) => {
    const me = await context.queryClient.ensureQueryData(meOptions);
    if (!me) throw redirect({ to: '/sign-in', search: {} });
    const known = me.memberships.map((membership) => membership.organization.id);
    const org = known.find((id) => id === lastOrg()) ?? known[0];
    throw org ? redirect({ to: '/o/$org', params: { org } }) : redirect({ to: '/welcome' });
  },
});

const validateNext = (search: Record<string, unknown>): { next?: string } => {
  const next = safeNext(search.next);
  return next ? { next } : {};
};

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: validateNext,
  component: lazyRouteComponent(() => import('@/features/account/SignIn'), 'SignIn'),
});
const signUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-up',
  validateSearch: validateNext,
  component: lazyRouteComponent(() => import('@/features/account/SignUp'), 'SignUp'),
});
const inviteRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invite/$token',
  component: lazyRouteComponent(() => import('@/features/account/AcceptInvitation'), 'AcceptInvitation'),
});

/** Everything below needs a signed-in person. */
const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    const me = await context.queryClient.ensureQueryData(meOptions);
    if (!me) throw redirect({ to: '/sign-in', search: { next: location.href } });
    return { me };
  },
});
const welcomeRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/welcome',
  component: lazyRouteComponent(() => import('@/features/account/Welcome'), 'Welcome'),
});
const profileRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/profile',
  component: lazyRouteComponent(() => import('@/features/account/profile/Profile'), 'Profile'),
});

const orgRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/o/$org',
  validateSearch: validateDialogSearch,
  beforeLoad: ({ context, params }) => {
    if (context.me.memberships.some((m) => m.organization.id === params.org)) rememberOrg(params.org);
  },
  component: OrgLayout,
  // A wrong address inside an organization keeps the way to everything else in it.
  notFoundComponent: NotFoundPage,
});
const homeRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: '/',
  validateSearch: validateProjectsSearch,
  component: lazyRouteComponent(() => import('@/features/org/project/List'), 'ProjectsPage'),
});
const membersRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: '/members',
  validateSearch: validateMembersSearch,
  component: lazyRouteComponent(() => import('@/features/org/member/List'), 'MembersPage'),
});
const settingsRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('@/features/org/organization/Settings'), 'SettingsPage'),
});
const rolesRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: '/settings/roles',
  validateSearch: validateRolesSearch,
  component: lazyRouteComponent(() => import('@/features/org/role/List'), 'RolesPage'),
});
const fieldsRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: '/settings/fields',
  component: lazyRouteComponent(() => import('@/features/org/field/List'), 'FieldsPage'),
});
const auditRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: '/settings/audit',
  validateSearch: validateAuditSearch,
  component: lazyRouteComponent(() => import('@/features/org/audit/List'), 'AuditPage'),
});
const personRatesRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: '/settings/rates',
  validateSearch: validateRatesSearch,
  component: lazyRouteComponent(() => import('@/features/money/rate/PersonRates'), 'PersonRatesPage'),
});
const currencyRatesRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: '/settings/currencies',
  validateSearch: validateRatesSearch,
  component: lazyRouteComponent(() => import('@/features/money/rate/CurrencyRates'), 'CurrencyRatesPage'),
});
const calendarsRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: '/settings/calendars',
  component: lazyRouteComponent(() => import('@/features/org/calendar/List'), 'CalendarsPage'),
});
const calendarRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: '/settings/calendars/$calendar',
  component: lazyRouteComponent(() => import('@/features/org/calendar/Editor'), 'CalendarPage'),
});
const trashRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: '/trash',
  component: lazyRouteComponent(() => import('@/features/org/trash/List'), 'TrashPage'),
});

const searchRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: '/search',
  validateSearch: validateFindSearch,
  component: lazyRouteComponent(() => import('@/features/search/SearchPage'), 'SearchPage'),
});

const portfolioRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: '/portfolio',
  validateSearch: validatePortfolioSearch,
  component: lazyRouteComponent(() => import('@/features/planning/portfolio/PortfolioPage'), 'PortfolioPage'),
});
const workloadRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: '/workload',
  validateSearch: validateWorkloadSearch,
  component: lazyRouteComponent(() => import('@/features/planning/workload/WorkloadPage'), 'WorkloadPage'),
});

const timeRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: '/time',
  validateSearch: validateTimeSearch,
  component: lazyRouteComponent(() => import('@/features/money/time/TimesheetPage'), 'TimesheetPage'),
});

const expensesRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: '/expenses',
  validateSearch: validateExpenseSearch,
  component: lazyRouteComponent(() => import('@/features/money/MyExpenses'), 'MyExpensesPage'),
});

const projectRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: '/projects/$project',
  validateSearch: validateWorkSearch,
  component: ProjectLayout,
  notFoundComponent: NotFoundPage,
});
const projectIndexRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/o/$org/projects/$project/list', params, replace: true });
  },
});
const projectListRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/list',
  component: lazyRouteComponent(() => import('@/features/frame/ProjectViews'), 'ListView'),
});
const projectBoardRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/board',
  component: lazyRouteComponent(() => import('@/features/frame/ProjectViews'), 'BoardView'),
});
const projectGanttRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/gantt',
  component: lazyRouteComponent(() => import('@/features/frame/GanttView'), 'GanttView'),
});
const projectCalendarRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/calendar',
  component: lazyRouteComponent(() => import('@/features/frame/CalendarView'), 'CalendarView'),
});
const projectBaselinesRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/gantt/baselines',
  component: lazyRouteComponent(() => import('@/features/frame/BaselinesView'), 'BaselinesView'),
});
const projectBudgetRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/budget',
  component: lazyRouteComponent(() => import('@/features/frame/BudgetView'), 'BudgetView'),
});
const projectExpensesRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/expenses',
  validateSearch: validateExpenseSearch,
  component: lazyRouteComponent(() => import('@/features/frame/ExpensesView'), 'ExpensesView'),
});
const projectSettingsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('@/features/frame/ProjectViews'), 'SettingsView'),
});
const projectFilesRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/files',
  component: lazyRouteComponent(() => import('@/features/frame/ProjectViews'), 'FilesView'),
});
const taskRoute = createRoute({
  getParentRoute: () => orgRoute,
  path: '/tasks/$task',
  component: lazyRouteComponent(() => import('@/features/frame/ProjectViews'), 'TaskView'),
});

const routeTree = rootRoute.addChildren([
  indexRoute,
  signInRoute,
  signUpRoute,
  inviteRoute,
  signedInRoute.addChildren([
    welcomeRoute,
    profileRoute,
    orgRoute.addChildren([
      homeRoute,
      membersRoute,
      settingsRoute,
      rolesRoute,
      fieldsRoute,
      auditRoute,
      personRatesRoute,
      currencyRatesRoute,
      calendarsRoute,
      calendarRoute,
      trashRoute,
      searchRoute,
      portfolioRoute,
      workloadRoute,
      timeRoute,
      expensesRoute,
      projectRoute.addChildren([
        projectIndexRoute,
        projectListRoute,
        projectBoardRoute,
        projectGanttRoute,
        projectBaselinesRoute,
        projectCalendarRoute,
        projectBudgetRoute,
        projectExpensesRoute,
        projectFilesRoute,
        projectSettingsRoute,
      ]),
      taskRoute,
    ]),
  ]),
]);

export const makeRouter = (queryClient: QueryClient) =>
  createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultErrorComponent: ErrorPage,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
