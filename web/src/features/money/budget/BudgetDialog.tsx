// Sets what a project may cost, and at which shares of it to warn.
import { useId, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { formatAmount } from '@/lib/format';
import { messageOf } from '@/lib/messages';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field, FormError } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { parseAmount, parsePercents } from '../parse';
import type { Budget } from '../types';
import type { BudgetChange } from './useBudget';

interface BudgetDialogProps {
  budget: Budget['budget'];
  currency: string;
  onSave: (change: BudgetChange) => Promise<void>;
  onClose: () => void;
}

export function BudgetDialog({ budget, currency, onSave, onClose }: BudgetDialogProps) {
  const { t } = useTranslation(['money', 'common']);
  const form = useId();
  const [amount, setAmount] = useState(budget ? formatAmount(budget.amount, currency) : '');
  const [thresholds, setThresholds] = useState((budget?.thresholds ?? [80, 100]).join(', '));
  const [error, setError] = useState<{ amount?: string; thresholds?: string; form?: string }>({});
  const [busy, setBusy] = useState(false);
  const send = async (change: BudgetChange) => {
    setBusy(true);
    try {
      await onSave(change);
      onClose();
    } catch (refused) {
      setBusy(false);
      setError({ form: messageOf(refused) });
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const [money, percents] = [parseAmount(amount), parsePercents(thresholds)];
    if (money === null || money < 0) return setError({ amount: t('rule.amount') });
    if (percents === null) return setError({ thresholds: t('rule.percents') });
    void send({ budget: money, budgetThresholds: percents });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('budget.dialog')}
      width="sm"
      footer={
        <>
          {budget && (
            <Button kind="ghost" className="mr-auto" onClick={() => void send({ budget: null })}>
              {t('budget.remove')}
            </Button>
          )}
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button kind="primary" type="submit" form={form} busy={busy}>
            {t('common:actions.save')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <FormError>{error.form}</FormError>
        <Field label={t('budget.amount', { currency })} error={error.amount}>
          <Input inputMode="decimal" value={amount} onChange={(event) => setAmount(event.target.value)} />
        </Field>
        <Field label={t('budget.thresholds')} help={t('budget.thresholdsHelp')} error={error.thresholds}>
          <Input inputMode="decimal" value={thresholds} onChange={(event) => setThresholds(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
