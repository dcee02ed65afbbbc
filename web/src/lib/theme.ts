// Theme and density: a choice of this browser. public/theme.js applies the theme before the first paint.
import { useSyncExternalStore } from 'react';
import { store, stored } from './stored';

export type Theme = 'system' | 'light' | 'dark';
export type Density = 'comfortable' | 'compact';
export interface Appearance {
  theme: Theme;
  density: Density;
}

const listeners = new Set<() => void>();
const darkQuery = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : null;

let current: Appearance = {
  theme: (['light', 'dark'] as const).find((theme) => theme === stored('theme')) ?? 'system',
  density: stored('density') === 'comfortable' ? 'comfortable' : 'compact',
};

const apply = (): void => {
  const dark = current.theme === 'dark' || (current.theme === 'system' && darkQuery?.matches === true);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  document.documentElement.dataset.density = current.density;
};

export const setAppearance = (change: Partial<Appearance>): void => {
  current = { ...current, ...change };
  store('theme', current.theme);
  store('density', current.density);
  apply();
  listeners.forEach((listener) => listener());
};

export const startAppearance = (): void => {
  apply();
  darkQuery?.addEventListener('change', apply);
};

export const useAppearance = (): Appearance =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
