// Pages for when there is nothing to show: wrong address, a crash, no access, no connection.
import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { Compass, Lock, RefreshCw, TriangleAlert, WifiOff } from 'lucide-react';
import { useContext, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, isTransient } from '@/api/errors';
import { messageOf } from '@/lib/messages';
import { Button, buttonClass } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { InPage } from './Page';

/** All of the page, or all of the content of one whose title stands. */
function Whole({ children }: { children: (page: boolean) => ReactNode }) {
  const inside = useContext(InPage);
  const Main = inside ? 'div' : 'main';
  return <Main className="flex min-h-full flex-1 items-center justify-center">{children(!inside)}</Main>;
}

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Whole>
      {(page) => (
        <EmptyState page={page} icon={Compass} title={t('errors.notFoundTitle')} text={t('errors.notFoundText')}>
          <Link to="/" className={buttonClass('primary')}>
            {t('errors.goHome')}
          </Link>
        </EmptyState>
      )}
    </Whole>
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
  return <Whole>{(page) => <LoadError page={page} error={error} onRetry={retry} />}</Whole>;
}

/** What the reader's role does not reach; trying again would not change that. */
export function Forbidden({ page }: { page?: boolean | undefined }) {
  const { t } = useTranslation();
  return (
    <EmptyState page={page ?? false} icon={Lock} title={t('errors.forbiddenTitle')} text={t('errors.forbidden')}>
      <Link to="/" className={buttonClass()}>
        {t('errors.goHome')}
      </Link>
    </EmptyState>
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
  if (known && error.status === 403) return <Forbidden page={page} />;
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
