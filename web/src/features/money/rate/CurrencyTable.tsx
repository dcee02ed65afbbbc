import { Pencil, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CurrencyRate } from '@/api/types';
import { formatDay, formatNumber } from '@/lib/format';
import { IconButton } from '@/ui/Button';

interface CurrencyTableProps {
  rates: readonly CurrencyRate[];
  onEdit: (rate: CurrencyRate) => void;
  onRemove: (rate: CurrencyRate) => void;
}

export function CurrencyTable({ rates, onEdit, onRemove }: CurrencyTableProps) {
  const { t } = useTranslation('rates');
  return (
    <table aria-label={t('currency.title')} className="w-full table-fixed text-sm">
      <colgroup>
        <col className="w-32 sm:w-44" />
        <col className="w-32 sm:w-44" />
        <col />
        <col className="w-20" />
      </colgroup>
      <thead>
        <tr className="border-b text-left text-xs text-muted">
          <th scope="col" className="h-8 pl-4 font-medium">
            {t('column.from')}
          </th>
          <th scope="col" className="font-medium">
            {t('column.pair')}
          </th>
          <th scope="col" className="font-medium">
            {t('column.rate')}
          </th>
          <th scope="col">
            <span className="sr-only">{t('column.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rates.map((rate) => {
          const name = `${rate.from} → ${rate.to}, ${formatDay(rate.date)}`;
          return (
            <tr key={rate.id} className="h-10 border-b hover:bg-hover">
              <td className="nums pl-4 text-muted">{formatDay(rate.date)}</td>
              <td className="nums font-medium">
                {rate.from} → {rate.to}
              </td>
              <td className="nums">{formatNumber(rate.rate as `${number}`, { maximumFractionDigits: 10 })}</td>
              <td className="pr-3 text-right">
                {rate.can.includes('update') && (
                  <IconButton size="sm" label={t('currency.edit', { name })} onClick={() => onEdit(rate)}>
                    <Pencil />
                  </IconButton>
                )}
                {rate.can.includes('delete') && (
                  <IconButton size="sm" label={t('currency.remove', { name })} onClick={() => onRemove(rate)}>
                    <Trash2 />
                  </IconButton>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
