// Tasks that have no dates yet: dragged onto a day, or given one by name.
import { Link } from '@tanstack/react-router';
import { CalendarPlus } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day, Id, Project, Task } from '@/api/types';
import { cx } from '@/lib/cx';
import { PriorityIcon, StatusIcon } from '@/ui/Badge';
import { IconButton } from '@/ui/Button';
import { DatePicker } from '@/ui/DatePicker';
import { useDraggable } from './useDrops';

interface TrayProps {
  project: Project;
  tasks: readonly Task[];
  /** There are more than these. */
  more: boolean;
  open: Id | undefined;
  onPlace: (task: Task, day: Day) => void;
  className?: string;
}

const withoutDates = 'startDate IS EMPTY AND endDate IS EMPTY AND dueDate IS EMPTY';

export function Tray({ project, tasks, more, open, onPlace, className }: TrayProps) {
  const { t } = useTranslation('calendar');
  return (
    <section aria-label={t('tray.title')} className={cx('flex min-h-0 flex-col', className)}>
      <h3 className="shrink-0 px-3 py-2 text-sm font-medium">
        {t('tray.title')} <span className="nums font-normal text-muted">{tasks.length + (more ? '+' : '')}</span>
      </h3>
      {tasks.length === 0 ? (
        <p className="px-3 pb-3 text-sm text-muted">{t('tray.empty')}</p>
      ) : (
        <ul className="min-h-0 flex-1 overflow-y-auto px-1.5 pb-2">
          {tasks.map((task) => (
            <Item key={task.id} task={task} open={task.id === open} onPlace={onPlace} />
          ))}
        </ul>
      )}
      {more && (
        <Link to="/o/$org/projects/$project/list" params={{ org: project.organizationId, project: project.key }} search={{ filter: withoutDates }} className="border-t px-3 py-2 text-sm text-accent-text hover:underline">
          {t('tray.more')}
        </Link>
      )}
    </section>
  );
}

function Item({ task, open, onPlace }: { task: Task; open: boolean; onPlace: TrayProps['onPlace'] }) {
  const { t } = useTranslation('calendar');
  const node = useRef<HTMLLIElement>(null);
  const may = task.can.includes('update');
  useDraggable(node, task.id, may, () => 0);
  return (
    <li ref={node} className={cx('group relative flex min-h-8 items-center gap-2 rounded-md px-1.5 text-sm hover:bg-hover', open && 'bg-selected')}>
      <StatusIcon kind={task.statusKind} />
      <Link
        to="."
        search={(old: Record<string, unknown>) => ({ ...old, task: task.id })}
        draggable={false}
        title={task.title}
        className="line-clamp-2 min-w-0 flex-1 py-1 after:absolute after:inset-0"
      >
        {task.title}
      </Link>
      {task.priority === 'urgent' && <PriorityIcon priority="urgent" />}
      {may && (
        <span className="relative z-[1]">
          <DatePicker
            value={null}
            label={t('tray.place', { title: task.title })}
            onChange={(day) => day && onPlace(task, day)}
            trigger={
              <IconButton size="sm" label={t('tray.place', { title: task.title })}>
                <CalendarPlus />
              </IconButton>
            }
          />
        </span>
      )}
    </li>
  );
}
