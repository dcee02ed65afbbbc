// Says that the server can't be reached, and looks every few seconds whether it can again.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { WifiOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { request } from '@/api/client';
import { isTransient } from '@/api/errors';

/** True from when the browser loses its network or a request gets no answer, until one gets one. */
function useOffline(): boolean {
  const client = useQueryClient();
  const [suspect, setSuspect] = useState(false);
  useEffect(() => {
    const lost = () => setSuspect(true);
    const onError = (error: unknown) => isTransient(error) && lost();
    window.addEventListener('offline', lost);
    const stopQueries = client.getQueryCache().subscribe(({ type, query }) => {
      if (type === 'updated' && query.state.fetchFailureReason) onError(query.state.fetchFailureReason);
    });
    const stopMutations = client.getMutationCache().subscribe(({ type, mutation }) => {
      if (type === 'updated' && mutation?.state.error) onError(mutation.state.error);
    });
    return () => {
      window.removeEventListener('offline', lost);
      stopQueries();
      stopMutations();
    };
  }, [client]);
  useQuery({
    queryKey: ['connection'],
    queryFn: async () => {
      await request('GET', '/auth/session');
      setSuspect(false);
      void client.invalidateQueries({ predicate: (query) => query.state.status === 'error' });
      return true;
    },
    enabled: suspect,
    refetchInterval: 4_000,
    retry: false,
    gcTime: 0,
  });
  return suspect;
}

export function OfflineBanner() {
  const { t } = useTranslation();
  if (!useOffline()) return null;
  return (
    <p role="status" className="flex items-center gap-2 border-b bg-warn-soft px-4 py-1.5 text-sm text-warn">
      <WifiOff className="size-4 shrink-0" aria-hidden="true" />
      {t('errors.offlineBanner')}
    </p>
  );
}
