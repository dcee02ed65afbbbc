// The registry of everything a person can do right now. A mounted component adds its actions; the command palette
// lists them, `?` shows those with keys, and one listener runs them from the keyboard.
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEffect, useRef, useSyncExternalStore } from 'react';

export interface Action {
  id: string;
  label: string;
  /** Heading under which the palette and the help show it. */
  group: string;
  /** `mod+k`, `shift+d`, `?`, or a sequence `g h`. */
  keys?: string;
  icon?: LucideIcon;
  /** In place of an icon: the mark of what it leads to. */
  mark?: ReactNode;
  /** More words the palette finds it by. */
  words?: string;
  /** Runs also while a text field has the focus. */
  inFields?: boolean;
  /** False: keyboard only, not in the palette. */
  palette?: boolean;
  /** The keys are heard where they apply (a table, a board); here they stand for the help alone. */
  local?: boolean;
  run: () => void;
}

interface Offer {
  actions: Action[];
  /** Of the app as a whole: a view may give its ids another meaning, whichever of the two came later. */
  base: boolean;
}

const registered = new Map<symbol, Offer>();
const listeners = new Set<() => void>();
let all: Action[] = [];

const changed = (): void => {
  // The latest wins: a dialog or a view may give a key another meaning while it is open.
  const byId = new Map<string, Action>();
  const offers = [...registered.values()];
  for (const { actions } of [...offers.filter(({ base }) => base), ...offers.filter(({ base }) => !base)]) {
    for (const action of actions) byId.set(action.id, action);
  }
  all = [...byId.values()];
  listeners.forEach((listener) => listener());
};

/** Offers these actions while the component is mounted. Their `run` may change freely between renders. */
export function useActions(actions: Action[], base = false): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  const signature = actions.map((a) => `${a.id} ${a.label} ${a.group} ${a.keys ?? ''}`).join('\n');
  useEffect(() => {
    const owner = Symbol(signature);
    const stable = latest.current.map((action) => ({
      ...action,
      run: () => (latest.current.find((a) => a.id === action.id) ?? action).run(),
    }));
    registered.set(owner, { actions: stable, base });
    changed();
    return () => {
      registered.delete(owner);
      changed();
    };
  }, [signature, base]);
}

export const useAllActions = (): Action[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => all,
  );

const isMac = typeof navigator !== 'undefined' && /Mac|iP(hone|ad)/.test(navigator.userAgent);

/** The name of a key press as actions write it. */
export function keyName(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const key = event.key === ' ' ? 'space' : event.key.toLowerCase();
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push('mod');
  if (event.altKey) parts.push('alt');
  // Shift is part of the character for `?`, and a modifier for letters and named keys.
  if (event.shiftKey && (key.length > 1 || /[a-z]/.test(key))) parts.push('shift');
  return [...parts, key].join('+');
}

/** The caps to draw for a key text: `mod+k` is ⌘ K on a Mac and Ctrl K elsewhere. */
export const keyCaps = (keys: string): string[] =>
  keys.split(/(?<=.)[+ ]/).map((part) => {
    const caps: Record<string, string> = {
      mod: isMac ? '⌘' : 'Ctrl',
      alt: isMac ? '⌥' : 'Alt',
      shift: '⇧',
      enter: '↵',
      arrowup: '↑',
      arrowdown: '↓',
      arrowleft: '←',
      arrowright: '→',
      escape: 'Esc',
      delete: 'Del',
    };
    return caps[part] ?? (part.length === 1 ? part.toUpperCase() : part[0]!.toUpperCase() + part.slice(1));
  });

/** Whether keys belong to what has the focus: a field, or something that floats and isn't on its way out. */
function keepsKeys(target: EventTarget | null, inFields: boolean): boolean {
  if (!(target instanceof HTMLElement) || target.closest('[data-closed]')) return false;
  const field = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  const floating = target.closest('[role="dialog"],[role="alertdialog"],[role="menu"],[role="listbox"]') !== null;
  return (field || floating) && !inFields;
}

/** The one keyboard listener of the app; answers how to remove it. */
export function listenForKeys(): () => void {
  let prefix = '';
  let prefixAt = 0;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const name = keyName(event);
    const sequence = prefix && event.timeStamp - prefixAt < 1_200 ? `${prefix} ${name}` : name;
    const usable = (action: Action): boolean =>
      action.keys !== undefined && !action.local && !keepsKeys(event.target, action.inFields === true);
    const found =
      all.findLast((action) => usable(action) && action.keys === sequence) ??
      all.findLast((action) => usable(action) && action.keys === name);
    prefix = '';
    if (found) {
      event.preventDefault();
      found.run();
    } else if (all.some((action) => usable(action) && action.keys?.startsWith(`${name} `))) {
      prefix = name;
      prefixAt = event.timeStamp;
    }
  };
  document.addEventListener('keydown', onKeyDown);
  return () => document.removeEventListener('keydown', onKeyDown);
}
