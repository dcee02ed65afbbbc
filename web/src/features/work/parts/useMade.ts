// What was made in this view stays in view, although the filter would hide it, until the filter changes.
import { useCallback, useState } from 'react';
import type { Id } from '@/api/types';
import type { Filter } from '../task/filter';

export function useMade(filter: Filter): [readonly Id[], (id: Id) => void] {
  const [made, setMade] = useState<{ under: Filter; ids: readonly Id[] }>({ under: filter, ids: [] });
  const ids = made.under === filter ? made.ids : none;
  const add = useCallback(
    (id: Id) => setMade((now) => ({ under: filter, ids: now.under === filter ? [...now.ids, id] : [id] })),
    [filter],
  );
  return [ids, add];
}

const none: readonly Id[] = [];
