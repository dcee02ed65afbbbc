// What the task waits for, with type and lag, and what waits for it. A link that would make a circle is refused by name
// where it was asked for.
import { useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Declined } from '@/api/cascade';
import { oneOptions } from '@/api/collections';
import type { Dependency, Id, LinkType, Task } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { messageOf } from '@/lib/messages';
import { StatusIcon } from '@/ui/Badge';
import { Button, IconButton } from '@/ui/Button';
import { Select } from '@/ui/Select';
import { DropDown } from '../parts/Float';
import { PickList, type Choice } from '../parts/PickList';
import { isDraft } from '../task/pending';
import { treeOrder } from '../task/tree';
import { usePanel } from './context';
import { Section } from './Section';
import { TaskLink } from './TaskLink';

const types: readonly LinkType[] = ['FS', 'SS', 'FF', 'SF'];

interface How {
  type: string;
  lag: string;
}

export function Links() {
  const { t } = useTranslation('work');
  const { task, loaded, may, actions } = usePanel();
  const [error, setError] = useState('');
  const followers = useMemo(() => loaded.tasks.filter((other) => other.dependsOn.includes(task.id)), [loaded.tasks, task.id]);
  /** Answers whether it was declined: then what was typed is taken back. */
  const link = async (id: Id, how: How | null): Promise<boolean> => {
    setError('');
    try {
      await actions.writes.link(task.id, id, how);
    } catch (failure) {
      setError(messageOf(failure));
      return failure instanceof Declined;
    }
    return false;
  };
  if (!may && task.dependencies.length === 0 && followers.length === 0 && task.hiddenDependencies === 0) return null;
  return (
    <Section title={t('links.title')} extra={task.dependencies.length || undefined} action={may && <AddLink onPick={(id) => void link(id, { type: 'FS', lag: '0d' })} />}>
      {error && (
        <p role="alert" className="rounded-md bg-danger-soft px-2 py-1.5 text-sm text-danger">
          {error}
        </p>
      )}
      <ul>
        {task.dependencies.map((one) => (
          <LinkRow key={one.taskId} link={one} onChange={(how) => link(one.taskId, how)} />
        ))}
      </ul>
      {task.hiddenDependencies > 0 && <p className="py-1 text-sm text-muted">{t('links.hidden', { count: task.hiddenDependencies })}</p>}
      {task.dependencies.length === 0 && !error && <p className="py-1 text-sm text-faint">{t('links.none')}</p>}
      {followers.length > 0 && (
        <>
          <p className="pt-2 text-xs font-medium text-muted">{t('links.followers')}</p>
          <ul>
            {followers.map((other) => (
              <li key={other.id} className="flex h-8 items-center gap-2 text-sm">
                <StatusIcon kind={other.statusKind} />
                <span className="min-w-0 flex-1">
                  <TaskLink task={other} />
                </span>
                <span className="text-xs text-muted">{other.dependencies.find((one) => one.taskId === task.id)?.type}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

/** A task that may be of another project. */
function useTaskById(id: Id): Task | undefined {
  const { id: org } = useOrg();
  const { loaded } = usePanel();
  const here = loaded.tree.byId.get(id);
  const { data } = useQuery({ ...oneOptions(org, 'tasks', id), enabled: !here && loaded.progress === null, retry: false });
  return here ?? data;
}

function LinkRow({ link, onChange }: { link: Dependency; onChange: (how: How | null) => Promise<boolean> }) {
  const { t } = useTranslation('work');
  const { may } = usePanel();
  const other = useTaskById(link.taskId);
  const [lag, setLag] = useState(link.lag);
  useEffect(() => setLag(link.lag), [link.lag]);
  const name = other?.key ?? t('links.otherTask');
  const commit = () => {
    if (lag.trim() === link.lag) return;
    void onChange({ type: link.type, lag: lag.trim() || '0d' }).then((declined) => declined && setLag(link.lag));
  };
  return (
    <li className="flex min-h-8 flex-wrap items-center gap-x-2 text-sm">
      {other ? <StatusIcon kind={other.statusKind} /> : null}
      <span className="min-w-32 flex-1">{other ? <TaskLink task={other} /> : <span className="text-muted">{name}</span>}</span>
      {may ? (
        <span className="flex items-center">
          <Select
            bare
            label={t('links.type', { key: name })}
            value={link.type}
            choices={types.map((type) => ({ value: type, label: t(`links.${type}`) }))}
            onChange={(type) => void onChange({ type, lag: link.lag })}
            className="max-w-40"
          />
          <input
            aria-label={t('links.lag', { key: name })}
            title={t('links.lagHelp')}
            value={lag}
            onChange={(event) => setLag(event.target.value)}
            onBlur={commit}
            onKeyDown={(event) => event.key === 'Enter' && commit()}
            className="nums h-7 w-14 rounded-md bg-transparent px-1.5 text-right hover:bg-hover focus:bg-surface"
          />
          <IconButton size="sm" label={t('links.remove', { key: name })} onClick={() => void onChange(null)}>
            <X />
          </IconButton>
        </span>
      ) : (
        <span className="nums text-xs text-muted">{`${link.type} ${link.lag}`}</span>
      )}
    </li>
  );
}

function AddLink({ onPick }: { onPick: (id: Id) => void }) {
  const { t } = useTranslation('work');
  const [open, setOpen] = useState(false);
  const trigger = (
    <Button kind="ghost" size="sm">
      <Plus className="size-4" aria-hidden="true" />
      {t('panel.add')}
    </Button>
  );
  return (
    <DropDown label={t('links.add')} trigger={trigger} open={open} onOpenChange={setOpen}>
      <LinkChoices
        onPick={(id) => {
          setOpen(false);
          onPick(id);
        }}
      />
    </DropDown>
  );
}

/** Made only while the list is open: a project may have thousands of tasks. */
function LinkChoices({ onPick }: { onPick: (id: Id) => void }) {
  const { t } = useTranslation('work');
  const { task, loaded } = usePanel();
  const choices = useMemo<Choice[]>(() => {
    const taken = new Set([task.id, ...task.dependsOn]);
    return treeOrder(loaded.tree)
      .filter((other) => !taken.has(other.id) && !isDraft(other.id))
      .map((other) => ({ value: other.id, label: other.title, help: other.key }));
  }, [loaded.tree, task.id, task.dependsOn]);
  return <PickList label={t('links.add')} choices={choices} value={[]} onPick={onPick} />;
}
