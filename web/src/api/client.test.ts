import { afterEach, describe, expect, it, vi } from 'vitest';
import { apiUrl, onSignedOut, request, setCsrfToken } from './client';
import { readAll } from './collections';
import { ApiError } from './errors';

const answer = (status: number, body?: unknown, headers: Record<string, string> = {}) =>
  new Response(body === undefined ? null : JSON.stringify(body), { status, headers });

const fetching = (...answers: Response[]) => {
  const mock = vi.fn<typeof fetch>();
  for (const response of answers) mock.mockResolvedValueOnce(response);
  vi.stubGlobal('fetch', mock);
  return mock;
};

afterEach(() => {
  vi.unstubAllGlobals();
  setCsrfToken(null);
  onSignedOut(() => {});
});

describe('a request', () => {
  it('leaves out what is not set in the query', () => {
    expect(apiUrl('/x', { a: 1, b: null, c: undefined, d: false })).toBe('/api/v1/x?a=1&d=false');
  });

  it('sends a change as a merge patch with its revision and the CSRF token', async () => {
    setCsrfToken('secret');
    const sent = fetching(answer(200, { id: 'x' }));
    await request('PATCH', '/x', { body: { name: 'y' }, ifMatch: 3 });
    expect(sent.mock.calls[0]?.[1]?.headers).toMatchObject({
      'Content-Type': 'application/merge-patch+json',
      'If-Match': '"3"',
      'X-CSRF-Token': 'secret',
    });
  });

  it('fails with the fields of the problem', async () => {
    const errors = [{ pointer: '/name', code: 'required', detail: 'a name is needed' }];
    fetching(answer(422, { title: 'Invalid', status: 422, code: 'invalid', errors }, { 'X-Request-Id': 'r1' }));
    const error = await request('POST', '/x').catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 422, code: 'invalid', fields: errors, requestId: 'r1' });
  });

  it('fails as itself when something else than the server answers', async () => {
    fetching(new Response('<html>', { status: 502, statusText: 'Bad Gateway' }));
    await expect(request('GET', '/x')).rejects.toMatchObject({ status: 502, message: 'Bad Gateway' });
  });

  it('says offline when nobody answers', async () => {
    vi.stubGlobal('fetch', vi.fn().mockRejectedValue(new TypeError('failed')));
    await expect(request('GET', '/x')).rejects.toMatchObject({ offline: true });
  });

  it('tells the app when the session is over, but not when a password was wrong', async () => {
    const over = vi.fn();
    onSignedOut(over);
    fetching(answer(401, { title: 'Unauthenticated', status: 401 }), answer(401, { title: 'Unauthenticated', status: 401 }));
    await request('POST', '/auth/login').catch(() => {});
    expect(over).not.toHaveBeenCalled();
    await request('GET', '/me').catch(() => {});
    expect(over).toHaveBeenCalledOnce();
  });
});

describe('a whole collection', () => {
  it('is read cursor by cursor', async () => {
    const sent = fetching(answer(200, { data: [1, 2], nextCursor: 'c' }), answer(200, { data: [3], nextCursor: null }));
    expect(await readAll('/x', { sort: 'name' })).toEqual({ data: [1, 2, 3], nextCursor: null });
    expect(sent.mock.calls.map(([url]) => url)).toEqual([
      '/api/v1/x?sort=name&limit=200',
      '/api/v1/x?sort=name&limit=200&cursor=c',
    ]);
  });
});
