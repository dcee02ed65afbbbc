// The organization this browser was last in, so that signing in leads back to it.
import type { Id } from '@/api/types';
import { store, stored } from './stored';

const name = 'lastOrganization';

export const rememberOrg = (id: Id): void => store(name, id);
export const lastOrg = (): Id | null => stored(name);
