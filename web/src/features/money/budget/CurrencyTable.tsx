// What was estimated, spent and committed, a line for each currency; below, all of it in the organization's currency as
// far as rates convert it. Unlike currencies are never added up.
import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';
import { formatMoney, formatNumber } from '@/lib/format';
import type { Figures, Money } from '../types';
import { ToCurrencies } from './ToCurrencies';

const columns = ['estimate', 'actual', 'committed', 'variance', 'available'] as const;

export function CurrencyTable({ total }: { total: Figures }) {
  const { t } = useTranslation('money');
  const { amounts, converted, hours } = total;
  const several = amounts.length > 1 || amounts.some(({ currency }) => currency !== converted.currency);
  return (
    <section aria-labelledby="budget-sums" className="min-w-0 rounded-lg border">
      <h2 id="budget-sums" className="px-4 pt-4 text-sm text-muted">
        {t('sums.title')}
      </h2>
      <div className="overflow-x-auto p-2" role="group" aria-labelledby="budget-sums" tabIndex={0}>
        <table className="w-full min-w-[520px] text-sm">
          <thead>
            <tr className="text-right text-xs text-muted">
              <th scope="col" className="px-2 py-1.5 text-left font-medium">
                {t('sums.currency')}
              </th>
              {columns.map((column) => (
                <th key={column} scope="col" className="px-2 py-1.5 font-medium" title={t(`sums.help.${column}`)}>
                  {t(`sums.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {amounts.map((money) => (
              <Row key={money.currency} name={money.currency} money={money} />
            ))}
            {amounts.length === 0 && (
              <tr className="border-t">
                <td colSpan={6} className="px-2 py-2 text-muted">
                  {t('sums.nothing')}
                </td>
              </tr>
            )}
            {several && <Row name={t('sums.converted', { currency: converted.currency })} money={converted} total />}
            <tr className="border-t text-right text-muted">
              <th scope="row" className="px-2 py-2 text-left font-normal">
                {t('sums.hours')}
              </th>
              <td className="nums px-2">{formatNumber(hours.estimate)}</td>
              <td className="nums px-2">{formatNumber(hours.actual)}</td>
              <td className="nums px-2">{formatNumber(hours.committed)}</td>
              <td className="nums px-2">{formatNumber(hours.estimate - hours.actual)}</td>
              <td className="nums px-2">{formatNumber(hours.estimate - hours.actual - hours.committed)}</td>
            </tr>
          </tbody>
        </table>
      </div>
      {converted.notPriced.length > 0 && (
        <p className="px-4 pb-3 text-sm text-warn">
          {t('sums.notConverted', { amounts: converted.notPriced.map((money) => spentText(money)).join(', ') })} <ToCurrencies />
        </p>
      )}
    </section>
  );
}

/** What of an amount that no rate converts is told: what was spent, else what was estimated. */
const spentText = ({ actual, committed, estimate, currency }: Money): string => formatMoney(actual + committed || estimate, currency);

function Row({ name, money, total }: { name: string; money: Money; total?: boolean }) {
  return (
    <tr className={cx('border-t text-right', total && 'border-t-line-strong font-medium')}>
      <th scope="row" className={cx('px-2 py-2 text-left', total ? 'font-medium' : 'font-normal')}>
        {name}
      </th>
      {columns.map((column) => (
        <td key={column} className={cx('nums px-2 whitespace-nowrap', (column === 'variance' || column === 'available') && money[column] < 0 && 'text-danger')}>
          {formatMoney(money[column], money.currency)}
        </td>
      ))}
    </tr>
  );
}
