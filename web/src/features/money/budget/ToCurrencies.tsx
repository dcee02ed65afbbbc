// From an amount that no rate converts to where its rate is set.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useOrg } from '@/features/org/useOrg';

export function ToCurrencies() {
  const { t } = useTranslation('money');
  const { id, may } = useOrg();
  if (!may('currency-rate:write')) return null;
  return (
    <Link to="/o/$org/settings/currencies" params={{ org: id }} className="underline hover:no-underline">
      {t('notPriced.toCurrencies')}
    </Link>
  );
}
