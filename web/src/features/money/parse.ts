// What people type for amounts and times.

/** `1.234,50`, `1,234.50` or `1234.5`; null when it is none of them. The last sign that is not a digit is the decimal one. */
export function parseAmount(text: string): number | null {
  const typed = text.trim().replace(/[\s'’]/g, '');
  if (!/^-?\d[\d.,]*$/.test(typed)) return null;
  const last = Math.max(typed.lastIndexOf('.'), typed.lastIndexOf(','));
  const sign = typed[last];
  const others = sign === '.' ? typed.includes(',') : typed.includes('.');
  const repeated = last >= 0 && typed.indexOf(sign ?? '') !== last;
  // `1.234.567` has no decimals, and neither does `1,234` for somebody who also writes `1,234.50`; alone it is read as 1.234.
  if (repeated && !others) return Number(typed.replace(/[.,]/g, ''));
  const number = Number(last < 0 ? typed : `${typed.slice(0, last).replace(/[.,]/g, '')}.${typed.slice(last + 1)}`);
  return Number.isFinite(number) ? number : null;
}

/** Hours as `1.5`, `1,5`, `1:30` or `90m`; null when it is none of them. */
export function parseHours(text: string): number | null {
  const typed = text.trim().toLowerCase();
  if (typed === '') return 0;
  const clock = /^(\d{1,3}):([0-5]\d)$/.exec(typed);
  const minutes = /^(\d{1,5})\s*m(in)?$/.exec(typed);
  const decimal = /^(\d{1,4}(?:[.,]\d{1,4})?|[.,]\d{1,4})\s*(h|std\.?)?$/.exec(typed);
  const hours = clock ? Number(clock[1]) + Number(clock[2]) / 60 : minutes ? Number(minutes[1]) / 60 : decimal ? Number((decimal[1] ?? '').replace(',', '.')) : null;
  return hours === null ? null : Math.round(hours * 10_000) / 10_000;
}

/** `80, 100` in ascending order; null when something in it is no whole percentage. */
export function parsePercents(text: string): number[] | null {
  const parts = text.split(/[,;\s]+/).filter(Boolean).map((part) => Number(part.replace('%', '')));
  return parts.every((part) => Number.isInteger(part) && part > 0 && part <= 1_000) ? [...new Set(parts)].sort((a, b) => a - b) : null;
}
