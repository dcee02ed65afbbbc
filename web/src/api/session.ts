// Who is signed in. The session is read once when the app starts; its CSRF token goes with every unsafe request.
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { keys } from './cache';
import { request, setCsrfToken } from './client';
import { isStatus } from './errors';
import type { Me, Registered, Session } from './types';

async function fetchMe(): Promise<Me | null> {
  try {
    const session = await request<Session>('GET', '/auth/session');
    setCsrfToken(session.csrfToken);
    return await request<Me>('GET', '/me');
  } catch (error) {
    if (!isStatus(error, 401)) throw error;
    setCsrfToken(null);
    return null;
  }
}

/** The signed-in person with memberships, or null. */
export const meOptions = queryOptions({ queryKey: keys.me, queryFn: fetchMe, staleTime: 60_000 });

export const signIn = async (client: QueryClient, email: string, password: string): Promise<void> => {
  await request('POST', '/auth/login', { body: { email, password } });
  await startOver(client);
};

export interface Registration {
  name: string;
  email: string;
  password: string;
  organizationName?: string;
  invitationToken?: string;
}

/** Makes an account; an organization of its own works in the time zone of the browser. */
export const signUp = async (client: QueryClient, body: Registration): Promise<void> => {
  const { organization } = await request<Registered>('POST', '/auth/register', { body });
  await startOver(client);
  if (body.invitationToken) return;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  // The account stands whatever becomes of this; the zone can be set in the settings.
  await request('PATCH', `/organizations/${organization.id}`, { body: { timeZone } }).then(
    () => client.invalidateQueries({ queryKey: keys.me }),
    () => undefined,
  );
};

/** After a change that ended every session: a new one for the same person, nothing on screen changes. */
export const renewSession = async (client: QueryClient, email: string, password: string): Promise<void> => {
  await request('POST', '/auth/login', { body: { email, password } });
  await client.refetchQueries({ queryKey: keys.me });
};

/** Ends the session. The caller leaves the signed-in screens and then clears the cache. */
export const signOut = async (): Promise<void> => {
  await request('POST', '/auth/logout');
  setCsrfToken(null);
};

/** Nothing of the person before may stay in the cache. */
async function startOver(client: QueryClient): Promise<void> {
  client.clear();
  await client.fetchQuery(meOptions);
}
