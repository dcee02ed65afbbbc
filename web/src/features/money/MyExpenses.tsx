// One's own expenses and time in every project; who manages expenses sees those of others here as well.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Page } from '@/features/frame/Page';
import { Forbidden } from '@/features/frame/Pages';
import { useOrg } from '@/features/org/useOrg';
import { ExpenseList } from './expense/ExpenseList';

export function MyExpensesPage() {
  const { t } = useTranslation('expenses');
  const { may } = useOrg();
  const search = useSearch({ from: '/signed-in/o/$org/expenses' });
  const navigate = useNavigate();
  return (
    <Page title={search.who ? t('title') : t('mine')} fixed>
      {may('expense:read') ? <ExpenseList project={null} search={search} onSearch={(change) => void navigate({ to: '.', search: (old: Record<string, unknown>) => ({ ...old, ...change }), replace: !('entry' in change) })} /> : <Forbidden />}
    </Page>
  );
}
