// What can be taken back, and done again. Deleting and moving also offer it in a toast; a changed field only with the
// keys, because a toast for every edit would be noise.
import { toast } from 'sonner';
import i18n from '@/i18n';
import { inTurn } from '@/lib/inTurn';
import { toastError } from '@/lib/messages';
import { undoLatest } from '@/lib/undo';

export interface Step {
  undo: () => Promise<unknown>;
  redo: () => Promise<unknown>;
}

const most = 100;
/** A key that is pressed while a step is taken back is for what comes after it. */
const turns = 'undo';

/** Two stacks of steps; a new step forgets what was undone before it. */
export class UndoStack {
  private done: Step[] = [];
  private undone: Step[] = [];

  push(step: Step): void {
    this.done.push(step);
    if (this.done.length > most) this.done.shift();
    this.undone = [];
  }

  /** A step that did not happen after all. */
  drop(step: Step): void {
    this.done = this.done.filter((other) => other !== step);
    this.undone = this.undone.filter((other) => other !== step);
  }

  /** Takes back this step, or the latest, and answers it; null when there is none. A step that fails is forgotten. */
  undo(wanted?: Step): Promise<Step | null> {
    return inTurn(turns, async () => {
      const step = wanted ?? this.done.at(-1);
      if (!step || !this.done.includes(step)) return null;
      this.done = this.done.filter((other) => other !== step);
      await step.undo();
      this.undone.push(step);
      return step;
    });
  }

  /** Does the step again that was taken back last, also where that is still under way. */
  redo(): Promise<boolean> {
    return inTurn(turns, async () => {
      const step = this.undone.pop();
      if (!step) return false;
      await step.redo();
      this.done.push(step);
      return true;
    });
  }
}

export const history = new UndoStack();
const toasts = new Map<Step, string>();

function closeToast(step: Step): void {
  const id = toasts.get(step);
  if (id) toast.dismiss(id);
}

/** Remembers a step and says what was done, with a button that takes it back. */
export function remember(step: Step, message?: string): void {
  history.push(step);
  if (!message) return;
  const id = crypto.randomUUID();
  toasts.set(step, id);
  const forget = () => toasts.delete(step);
  const onClick = () => void history.undo(step).then(() => toast.success(i18n.t('undo.done')), toastError);
  toast(message, { id, duration: 8_000, action: { label: i18n.t('undo.action'), onClick }, onDismiss: forget, onAutoClose: forget });
}

/** The step did not happen: neither the keys nor the toast offer to take it back. */
export function forget(step: Step): void {
  history.drop(step);
  closeToast(step);
}

export const undoLast = (): void => {
  history.undo().then((step) => {
    if (!step) return void undoLatest();
    closeToast(step);
    toast.success(i18n.t('undo.done'), { id: 'work.undo', duration: 2_000 });
  }, toastError);
};

export const redoLast = (): void => {
  history.redo().catch(toastError);
};
