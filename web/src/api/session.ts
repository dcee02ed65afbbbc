// Who is signed in. The session is read once when the app starts; its CSRF token goes with every unsafe request.
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { keys } from './cache';
import { request, setCsrfToken } from './client';
import { isStatus } from './errors';
import type { Me, Session } from './types';

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

export const signUp = async (client: QueryClient, body: Registration): Promise<void> => {
  await request('POST', '/auth/register', { body });
  await startOver(client);
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
