// The saved views in the filter bar: open one, keep what is on screen, rename, share, make it the first one shown.
import { Bookmark, BookmarkPlus, House, Pencil, Save, Share2, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Project, View } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { cx } from '@/lib/cx';
import { toastError } from '@/lib/messages';
import { Menu, type MenuGroups } from '@/ui/Menu';
import { queryOf, differs, useViews, type Showing } from './useViews';
import { ViewDialog } from './ViewDialog';

export function ViewsMenu({ project, showing }: { project: Project; showing: Showing }) {
  const { t } = useTranslation(['work', 'common']);
  const { may } = useOrg();
  const { views, current, standard, setStandard, mine, open, create, change, trash } = useViews(project, showing);
  const [naming, setNaming] = useState<'new' | View | null>(null);
  const changed = current !== undefined && differs(current, showing);
  const save = (view: View, fields: Partial<View>) => void change(view, fields).catch(toastError);
  const entry = (view: View) => ({ id: view.id, label: view.name, checked: view === current, onSelect: () => open(view) });
  const own = views.filter((view) => mine(view) && !view.shared);
  const shared = views.filter((view) => !own.includes(view));
  const groups: MenuGroups = [
    [{ id: 'all', label: t('view.all'), checked: !current, onSelect: () => open(null) }],
    ...(own.length > 0 ? [{ title: t('view.own'), entries: own.map(entry) }] : []),
    ...(shared.length > 0 ? [{ title: t('view.shared'), entries: shared.map(entry) }] : []),
    ...(may('view:write') ? [[{ id: 'new', label: t('view.saveAs'), icon: BookmarkPlus, onSelect: () => setNaming('new') }]] : []),
  ];
  if (current) {
    const mayChange = current.can.includes('update');
    groups.push([
      ...(mayChange && changed ? [{ id: 'save', label: t('view.save', { name: current.name }), icon: Save, onSelect: () => save(current, { query: queryOf(showing) }) }] : []),
      ...(mayChange ? [{ id: 'rename', label: t('view.rename'), icon: Pencil, onSelect: () => setNaming(current) }] : []),
      ...(mayChange && (current.shared || may('view:share')) ? [{ id: 'share', label: t('view.share'), icon: Share2, checked: current.shared, onSelect: () => save(current, { shared: !current.shared }) }] : []),
      { id: 'standard', label: t('view.standard'), icon: House, checked: standard === current.id, onSelect: () => setStandard(standard === current.id ? '' : current.id) },
      ...(current.can.includes('delete')
        ? [
            {
              id: 'trash',
              label: t('menu.trash'),
              icon: Trash2,
              danger: true,
              onSelect: () => {
                open(null);
                trash(current);
              },
            },
          ]
        : []),
    ]);
  }
  const label = current ? t('view.current', { name: current.name }) : t('view.menu');
  return (
    <>
      <Menu
        groups={groups}
        trigger={
          <button type="button" aria-label={label} title={label} className={cx('flex h-7 max-w-48 min-w-0 shrink-0 items-center gap-1.5 rounded-md px-2 text-sm hover:bg-hover', current ? 'font-medium' : 'text-muted hover:text-text')}>
            <Bookmark className={cx('size-4 shrink-0', current && 'fill-current text-accent-text')} aria-hidden="true" />
            <span className={cx('truncate', !current && 'max-lg:hidden')}>{current?.name ?? t('view.menu')}</span>
            {changed && <span className="size-1.5 shrink-0 rounded-full bg-warn" title={t('view.changed')} />}
          </button>
        }
      />
      {naming && (
        <ViewDialog
          view={naming === 'new' ? null : naming}
          mayShare={may('view:share')}
          onClose={() => setNaming(null)}
          onSave={(name, share) => (naming === 'new' ? create(name, share) : change(naming, { name }))}
        />
      )}
    </>
  );
}
