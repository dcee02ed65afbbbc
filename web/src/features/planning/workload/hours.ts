import { formatNumber } from '@/lib/format';

/** `7.5`, from minutes; of a hundred hours nobody reads a tenth. */
export const hours = (minutes: number): string => formatNumber(minutes / 60, { maximumFractionDigits: minutes < 6_000 ? 1 : 0 });

/** `107.25`, for hovers. */
export const exactHours = (minutes: number): string => formatNumber(minutes / 60, { maximumFractionDigits: 2 });

export const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

export type Heat = 'off' | 'free' | 'light' | 'full' | 'over';

/** How much of what somebody can work is planned. */
export function heatOf(planned: number, capacity: number): Heat {
  if (planned > capacity) return 'over';
  if (capacity === 0) return 'off';
  if (planned === 0) return 'free';
  return planned / capacity > 0.8 ? 'full' : 'light';
}
