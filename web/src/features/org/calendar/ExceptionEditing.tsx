// The dialog of an exception over the editor: for a new one, or for one of the draft.
import { useCallback, useState } from 'react';
import type { CalendarException, Day } from '@/api/types';
import { weekdays } from './days';
import { keyed, withException, type Draft, type KeyedException } from './draft';
import { exceptionDraftOf, newDraft, type ExceptionDraft } from './exception';
import { ExceptionDialog } from './ExceptionDialog';

export function useExceptionEditing() {
  const [open, setOpen] = useState<{ initial: ExceptionDraft; key: string | null } | null>(null);
  const add = useCallback((day: Day) => setOpen({ initial: newDraft(day), key: null }), []);
  const edit = useCallback((exception: KeyedException) => setOpen({ initial: exceptionDraftOf(exception), key: exception.key }), []);
  const pick = useCallback((day: Day, exception: KeyedException | undefined) => (exception ? edit(exception) : add(day)), [add, edit]);
  return { open, add, edit, pick, close: () => setOpen(null) };
}

interface ExceptionEditingProps {
  editing: ReturnType<typeof useExceptionEditing>;
  draft: Draft;
  today: Day;
  onChange: (exceptions: readonly KeyedException[]) => void;
}

export function ExceptionEditing({ editing: { open, close }, draft, today, onChange }: ExceptionEditingProps) {
  if (!open) return null;
  const { key, initial } = open;
  const { exceptions, week } = draft;
  const usual = weekdays.map((day) => week[day]).find((hours) => hours.length > 0) ?? [];
  const done = (exception: CalendarException) => {
    onChange(key === null ? withException(exceptions, keyed(exception)) : exceptions.map((one) => (one.key === key ? { ...exception, key } : one)));
    close();
  };
  const remove = () => {
    onChange(exceptions.filter((one) => one.key !== key));
    close();
  };
  return <ExceptionDialog initial={initial} isNew={key === null} today={today} usual={usual} onDone={done} onRemove={remove} onClose={close} />;
}
