// What gestures on bars do: show the bar where it would be, and move or stretch it when they end.
import { dayAfter, daysBetween, stretched, type Entry } from './span';
import { useBarGestures, type Gesture } from './useBarGestures';
import type { Moves } from './useMoves';
import type { Cursor } from './weeks';

/** A finger that only rested opens the menu that the right button opens. */
function askForMenu(bar: HTMLElement, clientX: number, clientY: number): void {
  bar.querySelector('a')?.focus({ preventScroll: true });
  bar.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX, clientY }));
}

/** `entries` as they are, without what is shown meanwhile. */
export function useBarDrags(node: HTMLElement | null, entries: readonly Entry[], moves: Moves, goTo: (cursor: Cursor) => void): void {
  const of = (id: string) => entries.find(({ task }) => task.id === id);
  const target = ({ edge, from, day }: Gesture, entry: Entry) => dayAfter(edge === 'end' ? entry.to : entry.from, daysBetween(from, day));
  const shownAs = (gesture: Gesture, entry: Entry): Entry => {
    const day = target(gesture, entry);
    return gesture.edge ? stretched(entry, gesture.edge, day) : { ...entry, from: day, to: dayAfter(day, daysBetween(entry.from, entry.to)) };
  };
  useBarGestures(node, (id) => of(id)?.task.can.includes('update') === true, {
    onMove: (gesture) => {
      const entry = of(gesture.id);
      if (entry) moves.preview(entry, shownAs(gesture, entry));
    },
    onEnd: (gesture) => {
      moves.preview(null, null);
      const entry = gesture ? of(gesture.id) : undefined;
      if (!gesture || !entry) return;
      const day = target(gesture, entry);
      if (gesture.edge) moves.stretchTo(entry, gesture.edge, day);
      else moves.moveTo(entry, day);
      goTo({ day: shownAs(gesture, entry).from, on: gesture.id });
    },
    onMenu: askForMenu,
  });
}
