// Keeps a picture of a project fresh without reading it again and again: only when the event log has grown.
import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Id } from '@/api/types';
import { latestSeq } from './latestSeq';

const pollEvery = 10_000;

/** Looks now and then whether the project's log knows more than the number of `known`; what is under `key` is read anew then. */
export function useLogGrowth(org: Id, project: Id, known: number | undefined, key: QueryKey): void {
  const client = useQueryClient();
  const latest = useRef(key);
  useEffect(() => {
    latest.current = key;
  });
  useEffect(() => {
    if (known === undefined) return;
    const look = async () => {
      if (document.hidden || (await latestSeq(org, project)) <= known) return;
      void client.invalidateQueries({ queryKey: latest.current });
    };
    const timer = setInterval(() => void look(), pollEvery);
    return () => clearInterval(timer);
  }, [client, org, project, known]);
}
