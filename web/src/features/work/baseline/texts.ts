// Differences as people read them: with their sign, which says what the colour says.
import { formatMoney, formatNumber } from '@/lib/format';
import i18n from '@/i18n';
import type { Measure } from './variance';

const signed = { signDisplay: 'exceptZero', maximumFractionDigits: 2 } as const;

export function byText(measure: Measure, value: number, currency: string | null): string {
  if (measure === 'cost') return currency ? formatMoney(value, currency, { signDisplay: 'exceptZero' }) : formatNumber(value, signed);
  return i18n.t(measure === 'work' ? 'work:unit.hours' : 'work:unit.days', { value: formatNumber(value, signed) });
}

export function valueText(measure: 'duration' | 'work' | 'cost', value: number | null | undefined, currency: string | null): string {
  if (value == null) return '–';
  if (measure === 'cost') return currency ? formatMoney(value, currency) : formatNumber(value);
  return i18n.t(measure === 'work' ? 'work:unit.hours' : 'work:unit.days', { value: formatNumber(value, { maximumFractionDigits: 2 }) });
}

/** Later, longer and dearer is worse. */
export const toneOf = (value: number): string => (value > 0 ? 'text-danger' : value < 0 ? 'text-ok' : 'text-muted');
