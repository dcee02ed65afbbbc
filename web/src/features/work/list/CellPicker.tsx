// The window beside a cell whose value is chosen: status, people, priority, dates, labels.
import { useQueryClient } from '@tanstack/react-query';
import { refresh, write } from '@/api/collections';
import type { Project, Task } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { dayOf } from '@/lib/format';
import { toastError } from '@/lib/messages';
import { Calendar } from '@/ui/Calendar';
import { statusChoices, useLabelChoices, usePeopleChoices, usePriorityChoices } from '../parts/choices';
import { Float } from '../parts/Float';
import { PickList } from '../parts/PickList';
import type { TaskChanges } from '../task/effects';
import { FieldPicker } from '../custom/FieldPicker';
import { setting, valueOf } from '../custom/values';
import type { Column } from './columns';
import { useColumnName } from './useColumnName';

interface CellPickerProps {
  task: Task;
  column: Column;
  project: Project;
  anchor: Element | null;
  onChange: (changes: TaskChanges) => void;
  onClose: () => void;
  returnTo: () => HTMLElement | null;
}

export const dateFields = { due: 'dueDate', start: 'startDate', end: 'endDate' } as const;

export function CellPicker({ task, column: { key: column, definition }, project, anchor, onChange, onClose, returnTo }: CellPickerProps) {
  const label = useColumnName()({ key: column, definition });
  const done = (changes: TaskChanges) => {
    onChange(changes);
    onClose();
  };
  return (
    <Float label={label} anchor={anchor} onClose={onClose} returnTo={returnTo}>
      {column === 'status' && (
        <PickList label={label} choices={statusChoices(project.statuses)} value={[task.status]} onPick={(status) => done({ status })} />
      )}
      {column === 'priority' && <PriorityList label={label} value={task.priority} onPick={(priority) => done({ priority })} />}
      {column === 'assignee' && <PeopleList label={label} task={task} onChange={onChange} />}
      {column === 'labels' && <LabelList label={label} value={task.labels} onChange={(labels) => onChange({ labels })} />}
      {definition && (
        <FieldPicker
          definition={definition}
          value={valueOf(task, definition.id)}
          onPick={(value, stay) => (stay ? onChange : done)(setting(definition, value))}
        />
      )}
      {(column === 'due' || column === 'start' || column === 'end') && (
        <DateList label={label} at={task[dateFields[column]]} onPick={(day) => done({ [dateFields[column]]: day })} />
      )}
    </Float>
  );
}

export function PriorityList({ label, value, onPick }: { label: string; value?: string; onPick: (value: Task['priority']) => void }) {
  const choices = usePriorityChoices();
  return <PickList label={label} choices={choices} value={value ? [value] : []} onPick={(next) => onPick(next as Task['priority'])} />;
}

/** Toggles people; who stays keeps the share of time. */
export function PeopleList({ label, task, onChange }: { label: string; task: Task; onChange: (changes: TaskChanges) => void }) {
  const chosen = task.assignments.map((a) => a.userId);
  const choices = usePeopleChoices(chosen);
  const toggle = (id: string) =>
    onChange({
      assignments: chosen.includes(id) ? task.assignments.filter((a) => a.userId !== id) : [...task.assignments, { userId: id, units: 1 }],
    });
  return <PickList multiple label={label} choices={choices} value={chosen} onPick={toggle} />;
}

const colors = ['#4f46e5', '#0f6e8c', '#0f6e46', '#8a5200', '#be1d3b', '#a3307a', '#5b6478'];

export function LabelList({ label, value, onChange }: { label: string; value: readonly string[]; onChange: (labels: string[]) => void }) {
  const { id: org, may } = useOrg();
  const client = useQueryClient();
  const choices = useLabelChoices();
  const toggle = (id: string) => onChange(value.includes(id) ? value.filter((other) => other !== id) : [...value, id]);
  const create = (name: string) =>
    write.create(org, 'labels', { name, color: colors[choices.length % colors.length] }).then(async (made) => {
      await refresh(client, org, 'labels');
      onChange([...value, made.id]);
    }, toastError);
  return (
    <PickList
      multiple
      label={label}
      choices={choices}
      value={value}
      onPick={toggle}
      {...(may('label:write') || may('label:create') ? { onCreate: (name: string) => void create(name) } : {})}
    />
  );
}

function DateList({ label, at, onPick }: { label: string; at: string | null; onPick: (day: string | null) => void }) {
  const { organization } = useOrg();
  return (
    <div className="p-3">
      <Calendar label={label} value={dayOf(at, organization.timeZone)} onPick={onPick} />
    </div>
  );
}
