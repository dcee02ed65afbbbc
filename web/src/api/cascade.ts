// Writes after which many other tasks may move. The server refuses what moves more than a few of them; then a person
// looks at what would move, and only when they agree it is sent again. Knows no screen: the frame of the app asks.
import { inTurn } from '@/lib/inTurn';
import { request, type Method, type RequestOptions } from './client';
import { ApiError } from './errors';
import type { Id, Schemas } from './types';

export type Difference = Schemas['Difference'];

/** So many others may move without a question: they are seen on screen, and one undo takes them back. */
export const unasked = 20;

/** What a person said to one step. The other writes of the step go by it and are not asked about again. */
export interface Consent {
  given?: boolean;
  /** The step waits for an answer: nothing is done yet. */
  onAsk?: () => void;
}

/** For undo and redo: they put back what was looked at before. */
export const consented: Consent = Object.freeze({ given: true });

/** A person looked at what would move and did not want it. Nothing is to be told: they know. */
export class Declined extends Error {
  constructor() {
    super('declined');
    this.name = 'Declined';
  }
}

/** Answers whether a person agrees to what would move; `written` ends with the write that follows. */
type Ask = (others: readonly Difference[], written: Promise<void>) => Promise<boolean>;

/** Where nobody can be asked, a change goes through, as one sent by a program does. */
const unattended: Ask = () => Promise.resolve(true);
let ask = unattended;

/** Who shows a person what would move and answers whether they agree; call what it returns when it no longer does. */
export function onLargeCascade(handler: Ask): () => void {
  ask = handler;
  return () => {
    if (ask === handler) ask = unattended;
  };
}

/** What an answer tells of the object that was written and of what moved. */
interface Told {
  id?: Id;
  task?: { id: Id };
  moved?: Difference[];
}

export interface MovingOptions extends RequestOptions {
  consent?: Consent | undefined;
  /** What the write would move, where its own dry run does not tell. */
  preview?: () => Promise<Told>;
}

const isLarge = (error: unknown): boolean => error instanceof ApiError && error.code === 'large_cascade';

/** As `request`, for a write after which other tasks may move; rejects with `Declined` when a person did not want that. */
export async function requestMoving<T>(method: Method, path: string, { consent = {}, preview, ...options }: MovingOptions = {}): Promise<T> {
  const send = <A = T>(query: RequestOptions['query']) => request<A>(method, path, { ...options, query: { ...options.query, ...query } });
  if (consent.given) return send({});
  try {
    return await send({ moveAtMost: unasked });
  } catch (error) {
    if (!isLarge(error)) throw error;
  }
  // What would move is asked for when its turn comes: the change before it may have moved the same tasks.
  return inTurn('cascade', async () => {
    for (;;) {
      if (consent.given) return send({});
      if (consent.given === false) throw new Declined();
      const { id, task, moved = [] } = await (preview?.() ?? send<Told>({ dryRun: true }));
      const others = moved.filter((one) => one.taskId !== (task?.id ?? id));
      const asked = others.length > unasked;
      let end = () => {};
      const written = new Promise<void>((resolve) => (end = resolve));
      if (asked) await decide(others, consent, written);
      try {
        return await send({ moveAtMost: Math.max(moved.length, unasked) });
      } catch (error) {
        // Somebody else changed the plan meanwhile, and more would move than was shown.
        if (!asked || !isLarge(error)) throw error;
        delete consent.given;
      } finally {
        end();
      }
    }
  });
}

async function decide(others: readonly Difference[], consent: Consent, written: Promise<void>): Promise<void> {
  consent.onAsk?.();
  consent.given = await ask(others, written);
  if (!consent.given) throw new Declined();
}
