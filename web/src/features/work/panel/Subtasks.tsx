// The parts of the task: their status, people and due date, and a field to add more.
import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { StatusIcon } from '@/ui/Badge';
import { Button } from '@/ui/Button';
import { useMakeTask } from '../custom/RequiredFields';
import { statusChoices } from '../parts/choices';
import { DropDown } from '../parts/Float';
import { DayText, People, peopleOf } from '../parts/marks';
import { PickList } from '../parts/PickList';
import { QuickAdd } from '../parts/QuickAdd';
import { isDraft } from '../task/pending';
import { childrenOf } from '../task/tree';
import { usePanel } from './context';
import { Section } from './Section';
import { TaskLink } from './TaskLink';

export function Subtasks() {
  const { t } = useTranslation('work');
  const { task, loaded } = usePanel();
  const { may } = useOrg();
  const [adding, setAdding] = useState(false);
  const parts = childrenOf(loaded.tree, task.id);
  const done = parts.filter((part) => part.statusKind === 'done').length;
  const mayAdd = may('task:create');
  if (parts.length === 0 && !mayAdd) return null;
  return (
    <Section
      title={t('panel.subtasks')}
      extra={parts.length > 0 && t('panel.doneOf', { done, count: parts.length })}
      action={
        mayAdd && (
          <Button kind="ghost" size="sm" onClick={() => setAdding(true)}>
            <Plus className="size-4" aria-hidden="true" />
            {t('panel.add')}
          </Button>
        )
      }
    >
      <ul>
        {parts.map((part) => (
          <Part key={part.id} task={part} />
        ))}
      </ul>
      {adding && <AddPart last={parts.at(-1)} onEnd={() => setAdding(false)} />}
    </Section>
  );
}

function Part({ task }: { task: Task }) {
  const { t } = useTranslation('work');
  const { lookup, project, actions } = usePanel();
  const [open, setOpen] = useState(false);
  const name = lookup.statuses.get(task.status)?.name ?? task.status;
  const may = task.can.includes('update') && !isDraft(task.id);
  const trigger = (
    <button type="button" disabled={!may} aria-label={`${t('field.status')}: ${name}`} title={name} className="flex size-6 shrink-0 items-center justify-center rounded-sm hover:bg-line">
      <StatusIcon kind={task.statusKind} />
    </button>
  );
  return (
    <li className="flex h-8 items-center gap-2 rounded-md pr-2 pl-1 text-sm hover:bg-hover">
      <DropDown label={t('field.status')} trigger={trigger} open={open} onOpenChange={setOpen}>
        <PickList
          label={t('field.status')}
          choices={statusChoices(project.statuses)}
          value={[task.status]}
          onPick={(status) => {
            setOpen(false);
            actions.edit([task.id], { status });
          }}
        />
      </DropDown>
      <span className="min-w-0 flex-1">
        <TaskLink task={task} />
      </span>
      <DayText at={task.dueDate} lookup={lookup} due={task} />
      <People people={peopleOf(task, lookup.people)} />
    </li>
  );
}

function AddPart({ last, onEnd }: { last: Task | undefined; onEnd: () => void }) {
  const { t } = useTranslation('work');
  const { task, project, actions } = usePanel();
  const make = useMakeTask(project);
  const after = useRef(last?.id);
  const create = (text: string) =>
    make(text, ({ title = text, ...fields }) => {
      const { id, done } = actions.writes.create(task.projectId, title, { parentId: task.id, ...(after.current ? { after: after.current } : {}) }, fields);
      after.current = id;
      return done;
    });
  return (
    <div className="pt-1">
      <QuickAdd label={t('panel.newSubtask')} onCreate={create} onEnd={onEnd} />
    </div>
  );
}
