// What the first screen needs is asked for before the app has started: its code, who is signed in, and what it shows do
// not wait for one another.
import type { QueryClient } from '@tanstack/react-query';
import type { AnyRouter } from '@tanstack/react-router';
import { meOptions } from '@/api/session';
import { projectsOptions } from '@/features/org/useOrg';
import { prefetchGantt } from '@/features/work/gantt/ganttOptions';

interface Match {
  routeId: string;
  params: { org?: string; project?: string };
}

/** Failures are met again, and told, where the screen asks for the same. */
export function startEarly(router: AnyRouter, client: QueryClient): void {
  const matches: Match[] = router.matchRoutes(router.latestLocation);
  if (matches.some(({ routeId }) => routeId.startsWith('/signed-in'))) void client.prefetchQuery(meOptions);
  for (const { routeId, params } of matches) {
    if (routeId === '/signed-in/o/$org' && params.org) void client.prefetchQuery(projectsOptions(params.org));
    if (routeId.endsWith('/$project/gantt') && params.org && params.project) prefetchGantt(client, params.org, params.project).catch(() => undefined);
  }
  for (const { routeId } of matches) {
    const preload: (() => Promise<void>) | undefined = router.routesById[routeId]?.options.component?.preload;
    preload?.().catch(() => undefined);
  }
}
