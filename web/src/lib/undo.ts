// Undo for writes that are done at once: a toast with a button, and Ctrl/⌘+Z for the latest one still on screen.
import { toast } from 'sonner';
import i18n from '@/i18n';
import { toastError } from './messages';

interface Undoable {
  id: string | number;
  undo: () => Promise<unknown>;
}

const stack: Undoable[] = [];
const drop = (id: string | number): void => {
  const at = stack.findIndex((entry) => entry.id === id);
  if (at >= 0) stack.splice(at, 1);
};

async function run(entry: Undoable): Promise<void> {
  drop(entry.id);
  toast.dismiss(entry.id);
  try {
    await entry.undo();
    toast.success(i18n.t('undo.done'));
  } catch (error) {
    toastError(error);
  }
}

/** Says what was done and offers to take it back. `undo` does the reverse write. */
export function toastUndo(message: string, undo: () => Promise<unknown>): void {
  const id = crypto.randomUUID();
  const entry = { id, undo };
  stack.push(entry);
  toast(message, {
    id,
    duration: 8_000,
    action: { label: i18n.t('undo.action'), onClick: () => void run(entry) },
    onDismiss: () => drop(id),
    onAutoClose: () => drop(id),
  });
}

/** Takes back the latest change that still offers it; false when there is none. */
export function undoLatest(): boolean {
  const entry = stack.at(-1);
  if (!entry) return false;
  void run(entry);
  return true;
}
