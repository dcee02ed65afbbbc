// A choice of this browser that outlives the page: columns, collapsed groups.
import { useCallback, useState } from 'react';

export function useStored<T>(name: string, fallback: T, valid: (value: unknown) => value is T): [T, (next: T) => void] {
  const key = `guildhall.${name}`;
  const [value, setValue] = useState<T>(() => read(key, valid) ?? fallback);
  const set = useCallback(
    (next: T) => {
      setValue(next);
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // A browser that stores nothing keeps the choice for this page.
      }
    },
    [key],
  );
  return [value, set];
}

function read<T>(key: string, valid: (value: unknown) => value is T): T | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return valid(value) ? value : null;
  } catch {
    return null;
  }
}

export const isTextList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');
