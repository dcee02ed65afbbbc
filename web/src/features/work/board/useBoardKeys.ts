// The keyboard on the board: arrows go from card to card, with Alt they take the card along.
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { Id, Task } from '@/api/types';
import { keyName } from '@/lib/actions';
import { toastError } from '@/lib/messages';
import { realId } from '../task/pending';
import type { TaskActions } from '../task/useTaskActions';
import { stepInLane, type Lane } from './lanes';

export interface At {
  lane: number;
  index: number;
}

export function findCard(lanes: readonly Lane[], id: Id | null): At | null {
  if (id === null) return null;
  for (const [lane, { cards }] of lanes.entries()) {
    const index = cards.findIndex((card) => card.id === id || card.id === realId(id));
    if (index >= 0) return { lane, index };
  }
  return null;
}

const steps: Record<string, [number, number]> = { arrowup: [0, -1], arrowdown: [0, 1], arrowleft: [-1, 0], arrowright: [1, 0] };

export function useBoardKeys(lanes: readonly Lane[], isClosed: (lane: Lane) => boolean, actions: TaskActions) {
  const board = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<Id | null>(null);
  const wanted = useRef(false);
  const found = findCard(lanes, current);
  const firstLane = lanes.findIndex((lane) => lane.cards.length > 0 && !isClosed(lane));
  const at: At | null = found ?? (firstLane >= 0 ? { lane: firstLane, index: 0 } : null);
  const task = at ? lanes[at.lane]?.cards[at.index] : undefined;

  // A card that moved to another column is another element: the focus follows it there.
  useEffect(() => {
    if (!wanted.current || !task) return;
    const link = board.current?.querySelector<HTMLElement>(`[data-card="${task.id}"]`);
    if (!link) return;
    wanted.current = false;
    link.focus({ preventScroll: true });
  });
  const focusOn = (id: Id) => {
    wanted.current = true;
    setCurrent(id);
  };
  /** The next column to the left or right that is open (and, to go to a card, has one). */
  const nextLane = (from: number, step: number, filled: boolean): number => {
    for (let lane = from + step; lanes[lane]; lane += step) {
      const one = lanes[lane];
      if (one && !isClosed(one) && (!filled || one.cards.length > 0)) return lane;
    }
    return -1;
  };
  const go = (from: At, [lanesBy, cardsBy]: [number, number]) => {
    const lane = lanesBy === 0 ? from.lane : nextLane(from.lane, lanesBy, true);
    const cards = lanes[lane]?.cards ?? [];
    const card = cards[Math.min(Math.max(from.index + cardsBy, 0), cards.length - 1)];
    if (card) focusOn(card.id);
  };
  const take = (card: Task, from: At, [lanesBy, cardsBy]: [number, number]) => {
    if (!card.can.includes('update')) return;
    wanted.current = true;
    setCurrent(card.id);
    const to = lanesBy === 0 ? undefined : lanes[nextLane(from.lane, lanesBy, false)];
    const place = cardsBy === 0 ? null : stepInLane(lanes[from.lane]?.cards ?? [], card, cardsBy > 0 ? 1 : -1);
    if (to || place) actions.writes.moveCard(card.id, to ? { status: to.status.key } : null, place).catch(toastError);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || event.target.dataset.card === undefined || !at || !task) return;
    const name = keyName(event.nativeEvent);
    const step = steps[name.replace('alt+', '')];
    if (name === 'delete' && task.can.includes('delete')) {
      const cards = lanes[at.lane]?.cards ?? [];
      const next = cards[at.index + 1] ?? cards[at.index - 1];
      if (next) focusOn(next.id);
      actions.trash([task.id]);
    } else if (step && name.startsWith('alt+')) take(task, at, step);
    else if (step) go(at, step);
    else return;
    event.preventDefault();
  };
  const onFocus = (target: EventTarget) => {
    const id = target instanceof HTMLElement ? target.dataset.card : undefined;
    if (id !== undefined && id !== current) setCurrent(id);
  };
  return { board, at, task, onKeyDown, onFocus, focusOn };
}
