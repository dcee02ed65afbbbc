// An entry of the log in the words of people: what it was about, and which fields changed from what to what.
import type { AuditEntry } from '@/api/types';

type Values = Record<string, unknown>;

const text = (value: unknown): string | null => (typeof value === 'string' && value.trim() ? value : null);

/** What the object is called, when the entry itself says so. */
export function nameIn({ before, after }: Pick<AuditEntry, 'before' | 'after'>): string | null {
  for (const values of [after, before]) {
    for (const field of ['name', 'title', 'email', 'filename', 'subject']) {
      const found = text(values?.[field]);
      if (found) return found;
    }
  }
  return null;
}

export interface Change {
  field: string;
  from: unknown;
  to: unknown;
}

/** Said elsewhere in the entry, or of no interest to anybody. */
const unsaid = new Set(['id', 'organizationId', 'createdAt', 'updatedAt', 'revision', 'deletedAt', 'createdBy', 'can', 'rank', 'ancestors']);
const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** Every field that the entry says something about. */
export function changesIn({ before, after }: Pick<AuditEntry, 'before' | 'after'>): Change[] {
  const [old, now]: [Values, Values] = [before ?? {}, after ?? {}];
  const names = [...new Set([...Object.keys(now), ...Object.keys(old)])];
  return names
    .filter((field) => !unsaid.has(field) && !(isEmpty(old[field]) && isEmpty(now[field])))
    .map((field) => ({ field, from: old[field], to: now[field] }));
}

/** `blockedReason` becomes "Blocked reason", `ownerId` "Owner" and `memberIds` "Members". */
export function fieldLabel(name: string): string {
  const words = name.replace(/Ids$/, 's').replace(/Id$/, '').replace(/([A-Z])/g, ' $1').replaceAll('_', ' ').toLowerCase().trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A list that changed by a few things is told by those: what came, what went. */
export function listDelta(from: unknown, to: unknown): { added: string[]; removed: string[] } | null {
  if (!isTexts(from) || !isTexts(to)) return null;
  const added = to.filter((one) => !from.includes(one));
  const removed = from.filter((one) => !to.includes(one));
  // Only the order changed: then the two lists say more.
  return added.length + removed.length > 0 ? { added, removed } : null;
}

const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every((one) => typeof one === 'string');
const idPattern = /^[0-9a-f]{24}$/;

/** A value as text; ids become names where somebody knows them. */
export function shown(value: unknown, nameOf: (id: string) => string | undefined): string {
  if (isEmpty(value)) return '';
  if (typeof value === 'string') return idPattern.test(value) ? (nameOf(value) ?? value) : value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (isTexts(value)) return value.map((one) => shown(one, nameOf)).join(', ');
  return JSON.stringify(value);
}
