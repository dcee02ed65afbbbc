// Asks for the paper and how wide time is on it, and says how many pages that makes.
import { Printer } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import { Select } from '@/ui/Select';
import { cutsOf, papers, type Paper, type Width } from './chart/pages';
import type { Scene } from './chart/scene';
import { printPages } from './printPages';

const widths = ['fit', 'screen'] as const;
/** More are drawn, but it takes a while. */
const many = 200;

export function PrintDialog({ scene, title, onClose }: { scene: Scene; title: string; onClose: () => void }) {
  const { t } = useTranslation(['gantt', 'common']);
  const [paper, setPaper] = useState<Paper>('a4');
  const [wide, setWide] = useState<Width>('fit');
  const count = cutsOf(scene, paper, wide).pages.length;
  const start = () => {
    onClose();
    // The dialog is gone before the browser's own one opens.
    setTimeout(() => printPages(scene, title, paper, wide), 200);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('pages.title')}
      description={t('pages.text')}
      width="sm"
      footer={
        <>
          <span role="status" className="nums mr-auto text-sm text-muted">
            {t('pages.count', { count })}
          </span>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button kind="primary" onClick={start}>
            <Printer className="size-4" aria-hidden="true" />
            {t('pages.action')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={t('pages.paper')}>
          <Select value={paper} choices={papers.map((value) => ({ value, label: t(`pages.${value}`) }))} onChange={setPaper} />
        </Field>
        <Field label={t('pages.width')}>
          <Select value={wide} choices={widths.map((value) => ({ value, label: t(`pages.${value}`) }))} onChange={setWide} />
        </Field>
        {count > many && <p className="text-sm text-warn">{t('pages.many')}</p>}
      </div>
    </Dialog>
  );
}
