// The menu of a task or of several: the twin of every key and drag.
import { ArrowDown, ArrowUp, Copy, Diamond, IndentDecrease, IndentIncrease, ListPlus, MoveRight, PanelRightOpen, Pencil, Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Id, Project, Task } from '@/api/types';
import type { MenuGroups } from '@/ui/Menu';
import type { TaskActions } from '../task/useTaskActions';
import { statusChoices, usePriorityChoices } from './choices';

interface TaskMenuOptions {
  project: Project;
  actions: TaskActions;
  onMoveTo: (ids: Id[]) => void;
  /** Only where there is a tree to see. */
  tree?: { rename: (id: Id) => void; addBelow: (task: Task) => void; addInside: (task: Task) => void };
}

export function useTaskMenu({ project, actions, onMoveTo, tree }: TaskMenuOptions): (tasks: readonly Task[]) => MenuGroups {
  const { t } = useTranslation(['work', 'common']);
  const priorities = usePriorityChoices();
  return (tasks) => {
    const ids = tasks.map((task) => task.id);
    const [first] = tasks;
    if (!first) return [];
    const single = tasks.length === 1 ? first : null;
    const may = tasks.every((task) => task.can.includes('update'));
    const groups: MenuGroups = [];
    if (single) {
      groups.push([
        { id: 'open', label: t('menu.open'), icon: PanelRightOpen, keys: 'o', onSelect: () => actions.open(single.id) },
        { id: 'link', label: t('menu.copyLink'), icon: Copy, onSelect: () => actions.copyLink(single.id) },
      ]);
    }
    if (may && single && tree) {
      groups.push([
        { id: 'rename', label: t('menu.rename'), icon: Pencil, keys: 'enter', onSelect: () => tree.rename(single.id) },
        { id: 'below', label: t('menu.addBelow'), icon: Plus, keys: 'shift+enter', onSelect: () => tree.addBelow(single) },
        { id: 'inside', label: t('menu.addInside'), icon: ListPlus, onSelect: () => tree.addInside(single) },
      ]);
    }
    if (may) {
      groups.push([
        {
          id: 'status',
          label: t('field.status'),
          entries: statusChoices(project.statuses).map(({ value, label }) => ({
            id: value,
            label,
            checked: tasks.every((task) => task.status === value),
            onSelect: () => actions.edit(ids, { status: value }),
          })),
        },
        {
          id: 'priority',
          label: t('field.priority'),
          entries: priorities.map(({ value, label }) => ({
            id: value,
            label,
            checked: tasks.every((task) => task.priority === value),
            onSelect: () => actions.edit(ids, { priority: value as Task['priority'] }),
          })),
        },
        {
          id: 'milestone',
          label: t('field.milestone'),
          icon: Diamond,
          checked: tasks.every((task) => task.milestone),
          onSelect: () => actions.edit(ids, { milestone: !first.milestone }),
        },
      ]);
      const steps = [
        { id: 'indent', label: t('menu.indent'), icon: IndentIncrease, keys: 'alt+arrowright', onSelect: () => actions.indent(ids) },
        { id: 'outdent', label: t('menu.outdent'), icon: IndentDecrease, keys: 'alt+arrowleft', onSelect: () => actions.outdent(ids) },
        { id: 'up', label: t('menu.up'), icon: ArrowUp, keys: 'alt+arrowup', onSelect: () => actions.shift(ids, -1) },
        { id: 'down', label: t('menu.down'), icon: ArrowDown, keys: 'alt+arrowdown', onSelect: () => actions.shift(ids, 1) },
      ];
      groups.push([...(tree ? steps : []), { id: 'move', label: t('menu.moveTo'), icon: MoveRight, onSelect: () => onMoveTo(ids) }]);
    }
    if (tasks.every((task) => task.can.includes('delete'))) {
      groups.push([
        { id: 'trash', label: t('menu.trash'), icon: Trash2, keys: 'delete', danger: true, onSelect: () => actions.trash(ids) },
      ]);
    }
    return groups;
  };
}
