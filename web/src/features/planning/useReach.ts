// Who may open the screens across projects: what the server asks for, be it only for one's own tasks.
import { useOrg } from '@/features/org/useOrg';

export function useReach(): { portfolio: boolean; workload: boolean } {
  const { may } = useOrg();
  const reaches = (permission: string): boolean => may(permission) || may(`${permission}:own`);
  const portfolio = reaches('project:read') && reaches('task:read');
  return { portfolio, workload: reaches('task:read') && may('member:read') && may('calendar:read') };
}
