import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { signOut } from '@/api/session';
import { useMe } from '@/features/org/useOrg';
import { cx } from '@/lib/cx';
import { messageOf } from '@/lib/messages';
import { setAppearance, useAppearance, type Theme } from '@/lib/theme';
import { Avatar } from '@/ui/Avatar';
import { Menu, type MenuGroups } from '@/ui/Menu';

const themes = [
  ['system', Monitor],
  ['light', Sun],
  ['dark', Moon],
] as const satisfies readonly (readonly [Theme, typeof Sun])[];

/** The entries of the account menu, shared by the rail and the bottom bar. */
export function useAccountEntries(): MenuGroups {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { theme } = useAppearance();
  const leave = async () => {
    try {
      await signOut();
      await navigate({ to: '/sign-in', search: {} });
      client.clear();
    } catch (error) {
      toast.error(messageOf(error));
    }
  };
  return [
    [{ id: 'profile', label: t('nav.profile'), icon: UserRound, keys: 'g u', onSelect: () => void navigate({ to: '/profile' }) }],
    {
      title: t('appearance.theme'),
      entries: themes.map(([value, icon]) => ({
        id: value,
        label: t(`appearance.${value}`),
        icon,
        checked: theme === value,
        onSelect: () => setAppearance({ theme: value }),
      })),
    },
    [{ id: 'out', label: t('nav.signOut'), icon: LogOut, onSelect: () => void leave() }],
  ];
}

export function AccountMenu({ collapsed }: { collapsed: boolean }) {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <Menu
      groups={useAccountEntries()}
      trigger={
        <button
          type="button"
          aria-label={t('nav.account', { name: me.name })}
          className={cx(
            'flex h-8 w-full items-center gap-2 rounded-md px-1.5 text-sm hover:bg-hover',
            collapsed && 'justify-center px-0',
          )}
        >
          <Avatar name={me.name} id={me.id} size={20} />
          {!collapsed && <span className="min-w-0 flex-1 truncate text-left">{me.name}</span>}
        </button>
      }
    />
  );
}
