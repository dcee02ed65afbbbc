// Files on their way: at most two at a time, each with how far it is, until it arrived or somebody gave up on it. A
// failed one stays with the reason and can be tried again.
import { useCallback, useEffect, useRef, useState } from 'react';
import { messageOf } from '@/lib/messages';

export interface Upload {
  id: number;
  file: File;
  /** From 0 to 1. */
  share: number;
  waiting: boolean;
  error: string | null;
}

type Send = (file: File, options: { onProgress: (share: number) => void; signal: AbortSignal }) => Promise<unknown>;

const atOnce = 2;
let count = 0;

export function useUploads(send: Send) {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const stops = useRef(new Map<number, AbortController>());
  const queue = useRef<{ id: number; file: File }[]>([]);
  const latest = useRef(send);
  useEffect(() => {
    latest.current = send;
  });
  const change = useCallback((id: number, fields: Partial<Upload> | null) => {
    setUploads((all) => all.flatMap((one) => (one.id !== id ? [one] : fields ? [{ ...one, ...fields }] : [])));
  }, []);
  const next = useCallback(() => {
    while (stops.current.size < atOnce) {
      const upload = queue.current.shift();
      if (!upload) return;
      const { id, file } = upload;
      const stop = new AbortController();
      stops.current.set(id, stop);
      change(id, { waiting: false });
      latest
        .current(file, { signal: stop.signal, onProgress: (share) => change(id, { share }) })
        .then(
          () => change(id, null),
          (error: unknown) => change(id, stop.signal.aborted ? null : { error: messageOf(error) }),
        )
        .finally(() => {
          stops.current.delete(id);
          next();
        });
    }
  }, [change]);
  const start = useCallback(
    (files: Iterable<File>) => {
      const added = [...files].map((file) => ({ id: ++count, file, share: 0, waiting: true, error: null }));
      queue.current.push(...added);
      setUploads((all) => [...all, ...added]);
      next();
    },
    [next],
  );
  /** Stops one that is under way; a waiting or failed one just goes. */
  const cancel = useCallback(
    (id: number) => {
      queue.current = queue.current.filter((one) => one.id !== id);
      const stop = stops.current.get(id);
      if (stop) stop.abort();
      else change(id, null);
    },
    [change],
  );
  const retry = useCallback(
    (upload: Upload) => {
      change(upload.id, { error: null, share: 0, waiting: true });
      queue.current.push(upload);
      next();
    },
    [change, next],
  );
  return { uploads, start, cancel, retry };
}

export type Uploads = ReturnType<typeof useUploads>;
