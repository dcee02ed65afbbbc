// The organization this browser was last in, so that signing in leads back to it.
import type { Id } from '@/api/types';

const name = 'guildhall.lastOrganization';

export const rememberOrg = (id: Id): void => {
  try {
    localStorage.setItem(name, id);
  } catch {
    // Then the first organization is opened next time.
  }
};

export const lastOrg = (): Id | null => {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
};
