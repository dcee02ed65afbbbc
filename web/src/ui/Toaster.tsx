import { useTranslation } from 'react-i18next';
import { Toaster as Sonner } from 'sonner';

/** Where toasts appear; `toast` of sonner and `toastUndo` put them there. */
export function Toaster() {
  const { t } = useTranslation();
  return (
    <Sonner
      position="bottom-center"
      // Apart, not stacked: what lies half behind another one can be neither read nor hit.
      expand
      containerAriaLabel={t('toasts')}
      offset={{ bottom: 20 }}
      mobileOffset={{ bottom: 68 }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'font-sans flex w-full items-center gap-3 rounded-md border border-line-strong bg-raised px-3 py-2.5 text-sm text-text shadow-float',
          title: 'font-normal',
          content: 'flex-1 min-w-0',
          icon: 'text-muted shrink-0',
          success: '[&_[data-icon]]:text-ok',
          error: '[&_[data-icon]]:text-danger',
          actionButton: 'h-7 shrink-0 rounded-md px-2 text-sm font-medium text-accent-text hover:bg-hover cursor-pointer',
        },
      }}
    />
  );
}
