// What may stand behind the `?` of an address.

/** Dialogs of the organization that have an address, so that back closes and reload keeps them. */
export const dialogs = ['new-project', 'import', 'invite'] as const;
export type DialogName = (typeof dialogs)[number];

export interface DialogSearch {
  dialog?: DialogName;
  /** The import whose progress or report is shown. */
  run?: string;
  /** The person without an account whom an invitation is for. */
  takeOver?: string;
}

const objectId = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[0-9a-f]{24}$/.test(value) ? value : undefined;

export function validateDialogSearch(search: Record<string, unknown>): DialogSearch {
  const dialog = dialogs.find((name) => name === search.dialog);
  if (!dialog) return {};
  const run = objectId(search.run);
  const takeOver = objectId(search.takeOver);
  return { dialog, ...(run ? { run } : {}), ...(takeOver ? { takeOver } : {}) };
}

/** Where to go after signing in: a path of this app and never another site. */
export function safeNext(next: unknown): string | undefined {
  if (typeof next !== 'string' || !next.startsWith('/')) return undefined;
  const url = new URL(next, 'http://guildhall.invalid');
  return url.host === 'guildhall.invalid' && !next.startsWith('//') ? url.pathname + url.search : undefined;
}
