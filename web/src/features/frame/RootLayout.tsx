import { Outlet, useNavigate, useRouter } from '@tanstack/react-router';
import { CircleHelp, Moon, Undo2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { onSignedOut } from '@/api/client';
import { listenForKeys, useActions } from '@/lib/actions';
import { later } from '@/lib/later';
import { setAppearance } from '@/lib/theme';
import { undoLatest } from '@/lib/undo';
import { Toaster } from '@/ui/Toaster';
import { TooltipProvider } from '@/ui/Tooltip';

const ShortcutsHelp = later(() => import('@/ui/ShortcutsHelp').then((m) => m.ShortcutsHelp));

/** Around every screen: keys, toasts, help, and the way to the sign-in page when the session ends. */
export function RootLayout() {
  const { t } = useTranslation();
  /** Not there before it is first opened. */
  const [help, setHelp] = useState<boolean>();
  useEffect(listenForKeys, []);
  useSignedOutRedirect();
  useActions([
    {
      id: 'help.shortcuts',
      label: t('shortcuts.open'),
      group: t('palette.help'),
      keys: '?',
      icon: CircleHelp,
      run: () => setHelp(true),
    },
    {
      id: 'view.theme',
      label: t('appearance.toggleTheme'),
      group: t('palette.view'),
      icon: Moon,
      run: () => setAppearance({ theme: document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark' }),
    },
    {
      id: 'undo',
      label: t('undo.label'),
      group: t('palette.help'),
      keys: 'mod+z',
      icon: Undo2,
      palette: false,
      run: undoLatest,
    },
  ], true);
  return (
    <TooltipProvider delay={450}>
      <Outlet />
      <Toaster />
      {help !== undefined && <ShortcutsHelp open={help} onClose={() => setHelp(false)} />}
    </TooltipProvider>
  );
}

function useSignedOutRedirect(): void {
  const navigate = useNavigate();
  const router = useRouter();
  useEffect(() => {
    onSignedOut(() => {
      const { pathname, href } = router.state.location;
      if (pathname === '/sign-in') return;
      void navigate({ to: '/sign-in', search: { next: href } }).then(() => router.options.context.queryClient.clear());
    });
  }, [navigate, router]);
}
