// How entries stand, what may be done with several of them at once, and how a decision is taken back.
import type { Expense } from '@/api/types';

export type Status = Expense['status'];
export type Decision = Exclude<Status, 'submitted'>;
/** A request that changes how an entry stands. */
export type Step = 'submit' | 'withdraw' | Decision;
export type Way = 'submit' | 'withdraw' | 'approve' | 'reject' | 'handBack' | 'price' | 'delete';

/** From submitted on nothing of it changes, until it is taken back or handed back. */
export const isLocked = ({ status }: Pick<Expense, 'status'>): boolean => status === 'submitted' || status === 'approved';

/** What the reader may do with an entry now: the server's word, and what its state leaves to do. */
export function may(way: Way, { can, status }: Pick<Expense, 'can' | 'status'>): boolean {
  if (way === 'approve' || way === 'reject') return can.includes('decide') && status === 'submitted';
  if (way === 'handBack') return can.includes('decide') && (status === 'approved' || status === 'rejected');
  return can.includes(way);
}

/** The requests that bring an entry from how it stands now to how it stood before. */
export function wayBack(now: Status, before: Status): Step[] {
  if (now === before) return [];
  if (now === 'submitted') return ['withdraw'];
  const reopened: Step[] = now === 'approved' ? ['draft'] : [];
  if (before === 'draft') return now === 'rejected' ? ['draft'] : reopened;
  return [...reopened, 'submit', ...(before === 'submitted' ? [] : [before])];
}
