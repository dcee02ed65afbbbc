// Work that must not overlap: one after the other under a name, in the order in which it was asked for.
const queues = new Map<string, Promise<unknown>>();

/** Runs after everything queued before under this name, whether that succeeded or not. */
export function inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
  const turn = (queues.get(name) ?? Promise.resolve()).then(work, work);
  const settled = turn.catch(() => undefined).then(() => {
    if (queues.get(name) === settled) queues.delete(name);
  });
  queues.set(name, settled);
  return turn;
}
