// A link without a pointer: which task comes after the chosen one, and how.
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Id, LinkType } from '@/api/types';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import { Select } from '@/ui/Select';
import { PickList, type Choice } from '../parts/PickList';
import type { Bar, Chart } from './chart/model';
import type { GanttWrites } from './useGanttWrites';

interface LinkDialogProps {
  chart: Chart;
  bar: Bar;
  onLink: GanttWrites['link'];
  onClose: () => void;
}

const types: readonly LinkType[] = ['FS', 'SS', 'FF', 'SF'];

export function LinkDialog({ chart, bar, onLink, onClose }: LinkDialogProps) {
  const { t } = useTranslation(['gantt', 'work']);
  const [type, setType] = useState<LinkType>('FS');
  const choices = useMemo<Choice[]>(() => {
    const taken = new Set(chart.links.filter((link) => link.from === bar.at).map((link) => link.to));
    const fits = chart.bars.filter((other) => other !== bar && !taken.has(other.at) && !isAbove(chart, other, bar));
    return fits.map(({ id, title, key }) => ({ value: id, label: title, help: key }));
  }, [chart, bar]);
  const pick = (id: Id) => {
    const to = chart.bars.find((other) => other.id === id);
    if (to) onLink(bar, to, { type, lag: '0d' });
    onClose();
  };
  return (
    <Dialog open onClose={onClose} title={t('link.title', { key: bar.key })} description={bar.title} width="sm">
      <div className="flex flex-col gap-4">
        <div>
          <p className="mb-1 text-sm font-medium">{t('link.which')}</p>
          <div className="rounded-md border [&>div]:w-full">
            <PickList label={t('link.which')} choices={choices} value={[]} onPick={pick} />
          </div>
        </div>
        <Field label={t('link.type')}>
          <Select value={type} choices={types.map((one) => ({ value: one, label: t(`work:links.${one}`) }))} onChange={setType} />
        </Field>
      </div>
    </Dialog>
  );
}

/** A task is never linked to what it is a part of. */
function isAbove(chart: Chart, other: Bar, bar: Bar): boolean {
  for (let at = bar.parent; at >= 0; at = chart.bars[at]?.parent ?? -1) if (at === other.at) return true;
  return false;
}
