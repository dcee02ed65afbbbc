import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { LoadError } from '@/features/frame/Pages';
import { ApiError } from '@/api/errors';
import { Skeleton } from '@/ui/Skeleton';
import { formatBytes } from './kinds';
import type { Shown } from './Preview';

/** As much of a text as one reads on a screen. */
const most = 256 * 1024;

async function read(url: string, signal: AbortSignal): Promise<string> {
  const answer = await fetch(url, { headers: { Range: `bytes=0-${most - 1}` }, signal });
  if (!answer.ok) throw new ApiError({ title: answer.statusText, status: answer.status });
  return answer.text();
}

export function TextPreview({ file }: { file: Shown }) {
  const { t } = useTranslation('files');
  const { data, error, refetch } = useQuery({
    queryKey: ['content', file.url],
    // A file without a byte has no range.
    queryFn: ({ signal }) => (file.size === 0 ? '' : read(file.url, signal)),
    staleTime: Infinity,
  });
  if (error) return <LoadError error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton className="w-1/2" />;
  return (
    <div tabIndex={0} role="region" aria-label={file.name} className="size-full overflow-auto bg-surface sm:rounded-b-lg">
      <pre className="mx-auto max-w-4xl p-4 font-mono text-sm leading-5 break-words whitespace-pre-wrap sm:p-6">{data}</pre>
      {file.size > most && <p className="border-t p-3 text-center text-sm text-muted">{t('preview.cut', { size: formatBytes(most) })}</p>}
    </div>
  );
}
