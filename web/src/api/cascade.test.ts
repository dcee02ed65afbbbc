import { afterEach, describe, expect, it, vi } from 'vitest';
import { consented, Declined, onLargeCascade, requestMoving, unasked, type Consent, type Difference } from './cascade';

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
const dates = { startDate: null, endDate: null, duration: null };
const difference = (taskId: string) => ({ taskId, before: dates, after: dates, why: {} }) as unknown as Difference;
const chain = (count: number) => Array.from({ length: count }, (_, at) => difference(`t${at}`));

/** A server on which a write moves so many tasks, itself among them; the plan may change between requests. */
function server(plan: { moves: number }) {
  const sent: string[] = [];
  const fetching = vi.fn(async (url: string) => {
    const query = new URL(url, 'http://x').searchParams;
    sent.push(query.toString());
    const moved = [difference('me'), ...chain(plan.moves)];
    const most = query.get('moveAtMost');
    if (most !== null && plan.moves > Number(most)) return json(409, { title: 'Conflict', status: 409, code: 'large_cascade' });
    return json(200, { id: 'me', moved });
  });
  vi.stubGlobal('fetch', fetching);
  return sent;
}

const change = (consent?: Consent) => requestMoving('PATCH', '/tasks/me', { body: {}, consent });
/** Answers one question after the other. */
const answering = (...answers: boolean[]) => {
  const ask = vi.fn<(others: readonly Difference[]) => Promise<boolean>>();
  for (const answer of answers) ask.mockResolvedValueOnce(answer);
  silence = onLargeCascade(ask);
  return ask;
};
let silence = () => {};

afterEach(() => {
  silence();
  vi.unstubAllGlobals();
});

describe('a write that may move others', () => {
  it('goes through unasked when few move', async () => {
    const sent = server({ moves: unasked });
    const ask = answering();
    await change();
    expect(sent).toEqual([`moveAtMost=${unasked}`]);
    expect(ask).not.toHaveBeenCalled();
  });

  it('shows the others and is sent again for as many as were shown', async () => {
    const sent = server({ moves: 30 });
    const ask = answering(true);
    await change();
    expect(ask.mock.calls[0]?.[0].map((one) => one.taskId)).toEqual(chain(30).map((one) => one.taskId));
    expect(sent).toEqual([`moveAtMost=${unasked}`, 'dryRun=true', 'moveAtMost=31']);
  });

  it('says when the write that was agreed to has ended, also when it fails', async () => {
    for (const status of [200, 500]) {
      const steps: string[] = [];
      server({ moves: 30 });
      silence = onLargeCascade((_others, written) => {
        void written.then(() => steps.push('ended'));
        const sent = fetch;
        vi.stubGlobal('fetch', async (...args: Parameters<typeof fetch>) => {
          steps.push('sent');
          return status === 200 ? sent(...args) : json(status, { title: 'Failed', status, code: 'internal' });
        });
        return Promise.resolve(true);
      });
      await change().catch(() => undefined);
      await Promise.resolve();
      expect(steps).toEqual(['sent', 'ended']);
    }
  });

  it('is not sent again when declined', async () => {
    const sent = server({ moves: 30 });
    answering(false);
    await expect(change()).rejects.toBeInstanceOf(Declined);
    expect(sent).toHaveLength(2);
  });

  it('asks anew when more would move by now', async () => {
    const plan = { moves: 30 };
    server(plan);
    const ask = answering(true, true);
    ask.mockReset().mockImplementation(async (others) => {
      plan.moves = 40;
      return others.length > 0;
    });
    await change();
    expect(ask.mock.calls.map(([others]) => others.length)).toEqual([30, 40]);
  });

  it('fails with what else the server says', async () => {
    vi.stubGlobal('fetch', vi.fn(async () => json(409, { title: 'Conflict', status: 409, code: 'cycle' })));
    const ask = answering();
    await expect(change()).rejects.toMatchObject({ code: 'cycle' });
    expect(ask).not.toHaveBeenCalled();
  });

  it('puts back what was without a limit', async () => {
    const sent = server({ moves: 30 });
    const ask = answering();
    await change(consented);
    expect(sent).toEqual(['']);
    expect(ask).not.toHaveBeenCalled();
  });

  it('asks the given preview where its own dry run tells nothing', async () => {
    const sent = server({ moves: 25 });
    const ask = answering(true);
    await requestMoving('DELETE', '/tasks/me', { preview: async () => ({ moved: chain(25) }) });
    expect(ask.mock.calls.map(([others]) => others.length)).toEqual([25]);
    expect(sent).toEqual([`moveAtMost=${unasked}`, 'moveAtMost=25']);
  });

  it('gives up where the preview shows little and the server still refuses', async () => {
    server({ moves: 25 });
    const ask = answering();
    await expect(requestMoving('DELETE', '/tasks/me', { preview: async () => ({}) })).rejects.toMatchObject({ code: 'large_cascade' });
    expect(ask).not.toHaveBeenCalled();
  });
});

describe('several writes', () => {
  it('ask one after the other, each for what it would move then', async () => {
    const plan = { moves: 30 };
    server(plan);
    const open: ((agreed: boolean) => void)[] = [];
    const asked: number[] = [];
    silence = onLargeCascade((others) => {
      asked.push(others.length);
      return new Promise((resolve) => open.push(resolve));
    });
    const [first, second] = [change(), change()];
    await vi.waitFor(() => expect(open).toHaveLength(1));
    plan.moves = 50;
    open[0]?.(false);
    await expect(first).rejects.toBeInstanceOf(Declined);
    await vi.waitFor(() => expect(open).toHaveLength(2));
    open[1]?.(true);
    await second;
    expect(asked).toEqual([30, 50]);
  });

  it('do not ask when the one before left little to move', async () => {
    const plan = { moves: 30 };
    server(plan);
    const ask = answering();
    ask.mockImplementation(async () => {
      plan.moves = 3;
      return true;
    });
    await Promise.all([change(), change()]);
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it.each([true, false])('of one step ask once (%s)', async (agreed) => {
    server({ moves: 30 });
    const ask = answering(agreed);
    const onAsk = vi.fn();
    const consent: Consent = { onAsk };
    const ended = await Promise.allSettled([change(consent), change(consent), change(consent)]);
    expect(ended.map(({ status }) => status)).toEqual(Array(3).fill(agreed ? 'fulfilled' : 'rejected'));
    expect(ask).toHaveBeenCalledTimes(1);
    expect(onAsk).toHaveBeenCalledTimes(1);
  });
});
