import { useMemo } from 'react';
import type { Id } from '@/api/types';
import { isTextList, useStored } from '../parts/stored';
import type { Tree } from '../task/tree';

/** Which summaries of a project are closed, remembered by this browser. */
export function useCollapsed(project: Id, tree: Tree) {
  const [list, setList] = useStored<string[]>(`collapsed.${project}`, [], isTextList);
  const collapsed = useMemo(() => new Set(list), [list]);
  const collapse = (id: Id, close: boolean) =>
    setList(close ? [...list.filter((other) => other !== id), id] : list.filter((other) => other !== id));
  const collapseAll = () => setList([...tree.children.keys()].filter((id) => id !== null));
  return { collapsed, collapse, collapseAll, expandAll: () => setList([]) };
}
