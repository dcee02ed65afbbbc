// Pages for when there is nothing to show: wrong address, a crash, no access, no connection.
import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { Compass, RefreshCw, TriangleAlert, WifiOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ApiError, isTransient } from '@/api/errors';
import { messageOf } from '@/lib/messages';
import { Button, buttonClass } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <main className="flex min-h-full items-center">
      <EmptyState page icon={Compass} title={t('errors.notFoundTitle')} text={t('errors.notFoundText')}>
        <Link to="/" className={buttonClass('primary')}>
          {t('errors.goHome')}
        </Link>
      </EmptyState>
    </main>
  );
}

/** What a route shows when it failed. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const queries = useQueryErrorResetBoundary();
  const retry = () => {
    queries.reset();
    reset();
    void router.invalidate();
  };
  return (
    <main className="flex min-h-full items-center">
      <LoadError page error={error} onRetry={retry} />
    </main>
  );
}

interface LoadErrorProps {
  error: unknown;
  onRetry: () => void;
  /** There is nothing else on the page. */
  page?: boolean;
}

/** In place of content that could not be read. */
export function LoadError({ error, onRetry, page }: LoadErrorProps) {
  const { t } = useTranslation();
  const known = error instanceof ApiError;
  const missing = known && error.status === 404;
  const icon = missing ? Compass : isTransient(error) ? WifiOff : TriangleAlert;
  const title = missing ? t('errors.notFoundTitle') : known ? t('errors.loadTitle') : t('errors.crashTitle');
  const text = known ? messageOf(error) : t('errors.crashText');
  const request = known && error.requestId ? ` ${t('errors.requestId', { id: error.requestId })}` : '';
  return (
    <EmptyState page={page ?? false} icon={icon} title={title} text={text + request}>
      <Button kind="primary" onClick={onRetry}>
        <RefreshCw className="size-4" aria-hidden="true" />
        {t('actions.retry')}
      </Button>
      <Link to="/" className={buttonClass()}>
        {t('errors.goHome')}
      </Link>
    </EmptyState>
  );
}
