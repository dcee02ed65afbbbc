// Colours that tell people and projects apart at a glance; a name or a key always stands beside them.
import type { CSSProperties } from 'react';

/** White letters are readable on each of them. */
const tints = ['#4f46e5', '#0f6e8c', '#0f6e46', '#8a5200', '#a3307a', '#b03a2e', '#1a5fb4', '#7a3fb8'];

/** The same key always has the same colour. */
export function tintOf(key: string): string {
  let sum = 0;
  for (const char of key) sum = (sum * 31 + char.codePointAt(0)!) >>> 0;
  // Neighbours in the hash are no neighbours here: ids made one after the other differ in their last digits only.
  return tints[((sum ^ (sum >>> 15)) * 2654435761 >>> 16) % tints.length]!;
}

/** For the classes `tint` and `tint-soft`. */
export const tinted = (key: string): CSSProperties => ({ '--tint': tintOf(key) }) as CSSProperties;
