import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useTitle } from '@/features/frame/Page';

/** The mark of the product, as in public/favicon.svg. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" className="fill-accent" />
      <path d="M7 13.2 16 7l9 6.2v1.6H7zM9 17h2.6v6H9zm5.7 0h2.6v6h-2.6zm5.7 0H23v6h-2.6zM7 24.2h18V26H7z" className="fill-on-accent" />
    </svg>
  );
}

interface AuthCardProps {
  title: string;
  text?: ReactNode;
  children: ReactNode;
  /** Below the card: the way to the other form. */
  footer?: ReactNode;
}

/** The page around the forms of people who are not inside yet. */
export function AuthCard({ title, text, children, footer }: AuthCardProps) {
  const { t } = useTranslation();
  useTitle(title);
  return (
    <main className="flex min-h-full flex-col items-center bg-canvas px-4 py-10 sm:pt-[14vh]">
      <div className="flex items-center gap-2.5">
        <Mark />
        <span className="text-lg font-semibold tracking-tight">{t('product')}</span>
      </div>
      <div className="mt-6 w-full max-w-[400px] rounded-lg border bg-surface p-6 sm:p-7">
        <h1 className="text-xl">{title}</h1>
        {text && <p className="mt-1.5 text-base text-muted">{text}</p>}
        <div className="mt-5">{children}</div>
      </div>
      {footer && <p className="mt-5 text-center text-sm text-muted">{footer}</p>}
    </main>
  );
}

export const textLink = 'font-medium text-accent-text underline-offset-2 hover:underline';
