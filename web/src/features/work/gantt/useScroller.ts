// The one scroller that grid and chart share: its size, and where it stands without drawing React anew.
import { useCallback, useRef, useState } from 'react';

export type Scroller = ReturnType<typeof useScroller>;

export function useScroller() {
  const [node, setNode] = useState<HTMLDivElement | null>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const listener = useRef<(top: number) => void>(() => {});
  const ref = useCallback((element: HTMLDivElement | null) => {
    setNode(element);
    if (!element) return;
    const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);
  const onScroll = useCallback(() => node && listener.current(node.scrollTop), [node]);
  return { ref, node, ...size, onScroll, listener };
}
