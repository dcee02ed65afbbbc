// The one place that speaks HTTP. Knows the base path, the CSRF token, If-Match, merge-patch and problem+json;
// knows nothing of any entity.
import { takeEarly } from './early';
import { ApiError } from './errors';
import type { Problem } from './types';

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface RequestOptions {
  query?: Query;
  /** JSON, or FormData as it is. */
  body?: unknown;
  /** The revision the change was made from: a stale one is refused with 412. */
  ifMatch?: number;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

let csrfToken: string | null = null;
let signedOut: () => void = () => {};

export const setCsrfToken = (token: string | null): void => {
  csrfToken = token;
};

/** What an unsafe request needs beside its body. */
export const csrfHeaders = (): Record<string, string> => (csrfToken ? { 'X-CSRF-Token': csrfToken } : {});

/** What to do when the server no longer knows this session. */
export const onSignedOut = (handler: () => void): void => {
  signedOut = handler;
};

export const apiUrl = (path: string, query: Query = {}): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) search.set(name, String(value));
  }
  const text = search.toString();
  return `/api/v1${path}${text ? `?${text}` : ''}`;
};

/** Sends one request and answers its JSON (undefined for 204); every other outcome throws an ApiError. */
export async function request<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
  return (await send<T>(method, path, options)).body;
}

/** As `request`, with the answer's status and headers. */
export async function send<T>(
  method: Method,
  path: string,
  options: RequestOptions = {},
): Promise<{ status: number; headers: Headers; body: T }> {
  const url = apiUrl(path, options.query);
  const sent = () =>
    fetch(url, {
      method,
      headers: headersFor(method, options),
      body: encode(options.body),
      credentials: 'same-origin',
      signal: options.signal ?? null,
    });
  const response = await (takeEarly(method, url) ?? sent()).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError({ title: 'No connection', status: 0, code: 'offline' });
  });
  if (!response.ok) throw await failure(response, path);
  const body = (response.status === 204 ? undefined : await response.json()) as T;
  return { status: response.status, headers: response.headers, body };
}

function headersFor(method: Method, { body, ifMatch, headers }: RequestOptions): Record<string, string> {
  const all: Record<string, string> = { Accept: 'application/json', ...headers };
  if (body !== undefined && !(body instanceof FormData)) {
    all['Content-Type'] = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  }
  if (method !== 'GET') Object.assign(all, csrfHeaders());
  if (ifMatch !== undefined) all['If-Match'] = `"${ifMatch}"`;
  return all;
}

function encode(body: unknown): BodyInit | null {
  if (body === undefined) return null;
  return body instanceof FormData ? body : JSON.stringify(body);
}

const failure = async (response: Response, path: string): Promise<ApiError> =>
  failureOf(response.status, response.statusText, response.headers, await response.json().catch(() => null), path);

/** The error that an answer tells of. */
export function failureOf(status: number, statusText: string, headers: Headers, body: unknown, path: string): ApiError {
  const problem: Problem = isProblem(body)
    ? body
    : { title: statusText || `HTTP ${status}`, status };
  if (status === 401 && !path.startsWith('/auth/')) signedOut();
  return new ApiError(problem, {
    retryAfter: Number(headers.get('Retry-After')) || null,
    requestId: headers.get('X-Request-Id'),
    body,
  });
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'status' in body && 'title' in body;
}
