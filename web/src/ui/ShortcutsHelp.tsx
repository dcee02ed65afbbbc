import { useTranslation } from 'react-i18next';
import { useAllActions } from '@/lib/actions';
import { Dialog } from './Dialog';
import { Keys } from './Kbd';

/** `?`: the keys that do something on this screen. */
export function ShortcutsHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const groups = Map.groupBy(
    useAllActions().filter((action) => action.keys),
    (action) => action.group,
  );
  return (
    <Dialog open={open} onClose={onClose} title={t('shortcuts.title')} width="lg">
      <div className="columns-1 gap-8 sm:columns-2">
        {[...groups].map(([group, actions]) => (
          <section key={group} className="mb-5 break-inside-avoid">
            <h3 className="mb-1 text-xs font-medium text-faint">{group}</h3>
            <dl>
              {actions.map((action) => (
                <div key={action.id} className="flex min-h-7 items-center justify-between gap-4 text-sm">
                  <dt>{action.label}</dt>
                  <dd>
                    <Keys keys={action.keys ?? ''} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
