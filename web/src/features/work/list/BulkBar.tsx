// What can be done with the selected tasks at once.
import { CircleDot, SignalHigh, Trash2, UserRound, X, type LucideIcon } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Id, Project } from '@/api/types';
import { Button, IconButton } from '@/ui/Button';
import { Menu, type MenuGroups } from '@/ui/Menu';
import { statusChoices, usePeopleChoices } from '../parts/choices';
import { DropDown } from '../parts/Float';
import { PickList } from '../parts/PickList';
import { nobody } from '../task/filter';
import type { TaskActions } from '../task/useTaskActions';
import { PriorityList } from './CellPicker';

interface BulkBarProps {
  ids: readonly Id[];
  project: Project;
  actions: TaskActions;
  mayDelete: boolean;
  menu: MenuGroups;
  onClear: () => void;
}

export function BulkBar({ ids, project, actions, mayDelete, menu, onClear }: BulkBarProps) {
  const { t } = useTranslation(['work', 'common']);
  const people = usePeopleChoices([]);
  return (
    <div
      role="toolbar"
      aria-label={t('bulk.label')}
      className="popup absolute bottom-4 left-1/2 z-30 flex max-w-[calc(100%-16px)] -translate-x-1/2 items-center gap-1 px-2 py-1.5"
    >
      <span className="nums px-1 text-sm font-medium whitespace-nowrap" aria-live="polite">
        {t('bulk.selected', { count: ids.length })}
      </span>
      <BulkPick icon={CircleDot} label={t('field.status')}>
        {(close) => (
          <PickList label={t('field.status')} choices={statusChoices(project.statuses)} value={[]} onPick={(status) => close(actions.edit(ids, { status }))} />
        )}
      </BulkPick>
      <BulkPick icon={UserRound} label={t('field.assignee')}>
        {(close) => (
          <PickList
            label={t('field.assignee')}
            choices={[{ value: nobody, label: t('filter.nobody') }, ...people]}
            value={[]}
            onPick={(id) => close(actions.edit(ids, { assignments: id === nobody ? [] : [{ userId: id, units: 1 }] }))}
          />
        )}
      </BulkPick>
      <BulkPick icon={SignalHigh} label={t('field.priority')}>
        {(close) => <PriorityList label={t('field.priority')} onPick={(priority) => close(actions.edit(ids, { priority }))} />}
      </BulkPick>
      <Menu groups={menu} trigger={<Button kind="ghost" size="sm">{t('common:actions.more')}</Button>} />
      {mayDelete && (
        <IconButton size="sm" label={t('menu.trash')} keys="delete" onClick={() => actions.trash(ids)}>
          <Trash2 />
        </IconButton>
      )}
      <IconButton size="sm" label={t('bulk.clear')} keys="escape" onClick={onClear}>
        <X />
      </IconButton>
    </div>
  );
}

interface BulkPickProps {
  icon: LucideIcon;
  label: string;
  /** `close` ends with the choice made. */
  children: (close: (_: void) => void) => ReactNode;
}

function BulkPick({ icon: Icon, label, children }: BulkPickProps) {
  const [open, setOpen] = useState(false);
  const trigger = (
    <Button kind="ghost" size="sm" aria-label={label}>
      <Icon className="size-4" aria-hidden="true" />
      <span className="max-sm:hidden">{label}</span>
    </Button>
  );
  return (
    <DropDown label={label} trigger={trigger} open={open} onOpenChange={setOpen}>
      {children(() => setOpen(false))}
    </DropDown>
  );
}
