// Parts that the first picture of a screen does without: windows, panels. Their code comes when they are shown, or
// before that once the browser has nothing to do, so that nobody waits for it.
import { createElement, useEffect, useState, type ComponentType } from 'react';

/** The first screen is drawn by then. */
const start = 2_000;

/** As React's `lazy`, but suspends nothing: what has come before is there at once. */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined;
  const get = async () => {
    loaded ??= await load();
  };
  if (typeof requestIdleCallback === 'function') {
    // A failure is met again where the part is shown.
    setTimeout(() => requestIdleCallback(() => void get().catch(() => undefined)), start);
  }
  return function Later(props) {
    const [there, setThere] = useState(loaded !== undefined);
    const [failure, setFailure] = useState<unknown>();
    useEffect(() => {
      if (!there) get().then(() => setThere(true), setFailure);
    }, [there]);
    if (failure) throw failure;
    return there && loaded ? createElement(loaded, props) : null;
  };
}
