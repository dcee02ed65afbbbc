// What happened to the task, newest first.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { request } from '@/api/client';
import type { Page } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { formatAgo, formatExact } from '@/lib/format';
import { Avatar } from '@/ui/Avatar';
import { Button } from '@/ui/Button';
import { useDefinitions } from '../custom/useDefinitions';
import { sentencesOf, type Names } from '../task/sentences';
import type { TaskEvent } from '../task/tasks';
import { usePanel } from './context';

const pageSize = 50;

export function Activity() {
  const { t } = useTranslation(['work', 'common']);
  const { id: org } = useOrg();
  const { task, project, lookup, loaded } = usePanel();
  const definitions = useDefinitions(project.id);
  const query = useInfiniteQuery({
    queryKey: ['org', org, 'activity', task.id, task.revision],
    initialPageParam: null as number | null,
    queryFn: ({ pageParam, signal }) =>
      request<Page<TaskEvent>>('GET', `/organizations/${org}/events`, {
        query: { taskId: task.id, order: 'desc', limit: pageSize, before: pageParam },
        signal,
      }),
    getNextPageParam: (page) => (page.data.length === pageSize ? page.data.at(-1)?.seq : null),
    placeholderData: (previous) => previous,
  });
  const names: Names = {
    lookup,
    definitions,
    taskName: (id) => {
      const found = loaded.tree.byId.get(id);
      return found && `${found.key} ${found.title}`;
    },
  };
  const events = query.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <div>
      <ol className="flex flex-col">
        {events.map((event) => (
          <Entry key={event.seq} event={event} names={names} />
        ))}
      </ol>
      {query.hasNextPage && (
        <Button kind="ghost" size="sm" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('activity.more')}
        </Button>
      )}
    </div>
  );
}

function Entry({ event, names }: { event: TaskEvent; names: Names }) {
  const { t } = useTranslation(['work', 'common']);
  const actor = names.lookup.people.get(event.actorId ?? '');
  const name = actor?.name ?? (event.actorId ? t('activity.someone') : t('activity.system'));
  return (
    <li className="flex gap-2.5 py-1.5 text-sm">
      <Avatar name={name} id={event.actorId ?? ''} size={18} placeholder={actor?.placeholder ?? false} />
      <p className="min-w-0 flex-1 break-words text-muted">
        <span className="font-medium text-text">{name}</span> {sentencesOf(event, names, t).join('; ')}
        <time dateTime={event.at} title={formatExact(event.at)} className="ml-2 text-xs whitespace-nowrap text-faint">
          {formatAgo(event.at)}
        </time>
      </p>
    </li>
  );
}
