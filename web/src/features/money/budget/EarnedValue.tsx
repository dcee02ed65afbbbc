// Earned value: what was planned to be done, what is done, and what it cost; indices below 1 are bad news.
import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';
import { formatMoney, formatNumber } from '@/lib/format';
import type { Earned } from '../types';

const amounts = ['bac', 'pv', 'ev', 'ac', 'sv', 'cv', 'eac', 'etc', 'vac'] as const;
const indices = ['spi', 'cpi', 'tcpi'] as const;

export function EarnedValue({ earned }: { earned: Earned }) {
  const { t } = useTranslation('money');
  const bad = { sv: earned.sv < 0, cv: earned.cv < 0, vac: (earned.vac ?? 0) < 0, spi: (earned.spi ?? 1) < 1, cpi: (earned.cpi ?? 1) < 1 } as Record<string, boolean>;
  const figure = (name: (typeof amounts)[number] | (typeof indices)[number], text: string) => (
    <div key={name} className="min-w-0">
      <dt className="truncate text-xs text-muted" title={t(`ev.help.${name}`)}>
        {t(`ev.${name}`)} <abbr className="text-faint no-underline">{name.toUpperCase()}</abbr>
      </dt>
      <dd className={cx('nums text-base', bad[name] && 'font-medium text-danger')}>{text}</dd>
    </div>
  );
  return (
    <section aria-labelledby="budget-ev" className="rounded-lg border p-4">
      <h2 id="budget-ev" className="text-sm text-muted">
        {t('ev.title')}
      </h2>
      {earned.bac === 0 ? (
        <p className="mt-1 text-sm">{t('ev.nothing')}</p>
      ) : (
        <dl className="mt-3 grid grid-cols-2 gap-x-4 gap-y-3 @min-[560px]:grid-cols-3 @min-[900px]:grid-cols-4">
          {indices.map((name) => figure(name, earned[name] === null ? '–' : formatNumber(earned[name] ?? 0, { minimumFractionDigits: 2, maximumFractionDigits: 2 })))}
          {amounts.map((name) => figure(name, earned[name] === null ? '–' : formatMoney(earned[name] ?? 0, earned.currency)))}
        </dl>
      )}
      {earned.notPriced.length > 0 && <p className="mt-3 text-sm text-warn">{t('ev.notPriced', { currencies: earned.notPriced.join(', ') })}</p>}
    </section>
  );
}
