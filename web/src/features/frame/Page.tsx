// The top bar and the content of one page.
import { createContext, useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';

interface PageProps {
  title: string;
  /** What stands before the title in the bar: links to the places above. */
  crumbs?: ReactNode;
  /** Stands right before the title, also where there is no room for the links. */
  mark?: ReactNode;
  /** View tabs, in the middle of the bar. */
  tabs?: ReactNode;
  /** Buttons at the right end; the last one is the primary action. */
  actions?: ReactNode;
  /** The content keeps to a readable width. */
  narrow?: boolean;
  /** The content scrolls by itself (tables, boards). */
  fixed?: boolean;
  /** Stands at the right of the content: a panel that takes room instead of covering it. */
  beside?: ReactNode;
  children: ReactNode;
}

/** Whether the page has its title and its main part already: what fails inside is neither. */
export const InPage = createContext(false);

export function Page({ title, crumbs, mark, tabs, actions, narrow, fixed, beside, children }: PageProps) {
  const { t } = useTranslation();
  useTitle(title);
  return (
    <>
      <header className="flex min-h-12 shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-b bg-surface px-4 py-2 sm:py-1">
        <div className="flex min-w-0 flex-1 basis-20 items-center gap-2">
          {crumbs && (
            <nav aria-label={t('nav.breadcrumb')} className="hidden shrink-0 items-center gap-2 text-sm text-muted sm:flex">
              {crumbs}
            </nav>
          )}
          {mark}
          <h1 className="truncate text-base" title={title}>
            {title}
          </h1>
        </div>
        {tabs}
        {actions && <div className="flex items-center gap-2">{actions}</div>}
      </header>
      <div className="flex min-h-0 flex-1">
        <main className={cx('min-h-0 min-w-0 flex-1 bg-surface', fixed ? 'flex flex-col' : 'overflow-y-auto')}>
          <InPage value>{narrow ? <div className="mx-auto w-full max-w-3xl px-4 py-6 sm:px-6">{children}</div> : children}</InPage>
        </main>
        {beside}
      </div>
    </>
  );
}

/** The title of the browser's tab; undefined leaves it to the page around. */
export function useTitle(title: string | undefined): void {
  const { t } = useTranslation();
  const product = t('product');
  useEffect(() => {
    if (title !== undefined) document.title = title ? `${title} · ${product}` : product;
  }, [title, product]);
}
