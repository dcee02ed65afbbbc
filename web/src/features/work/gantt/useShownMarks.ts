import { useStored } from '../parts/stored';
import type { Shown } from './chart/scene';

const standard: Shown = { critical: true, slack: false, baseline: true, links: true };

const isShown = (value: unknown): value is Shown =>
  typeof value === 'object' && value !== null && Object.keys(standard).every((name) => typeof (value as Record<string, unknown>)[name] === 'boolean');

/** What the chart shows beside the bars, remembered by this browser. */
export function useShownMarks(): [Shown, (name: keyof Shown) => void] {
  const [shown, setShown] = useStored<Shown>('gantt.shown', standard, isShown);
  return [shown, (name) => setShown({ ...shown, [name]: !shown[name] })];
}
