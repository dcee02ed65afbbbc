// Where a new task is typed. Enter keeps it and makes room for the next one; Tab and Shift+Tab choose the level;
// Esc or leaving it empty ends.
import { Plus } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { indentOf } from '../task/tree';

interface DraftRowProps {
  depth: number;
  top: number;
  width: number;
  index: number;
  text: string;
  onCreate: (title: string) => void;
  onLevel: (step: 1 | -1) => void;
  onEnd: () => void;
}

export function DraftRow({ depth, top, width, index, text, onCreate, onLevel, onEnd }: DraftRowProps) {
  const { t } = useTranslation('work');
  const [title, setTitle] = useState(text);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  const create = () => {
    if (title.trim() === '') return onEnd();
    onCreate(title.trim());
    setTitle('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') create();
    else if (event.key === 'Escape') onEnd();
    else if (event.key === 'Tab') onLevel(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
  };
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-level={depth + 1}
      className="absolute left-0 flex h-row border-b bg-surface text-sm"
      style={{ transform: `translateY(${top}px)`, width }}
    >
      <div role="gridcell" aria-colindex={1} className="sticky left-0 flex w-[420px] max-w-[90vw] items-center gap-1.5 pr-2 pl-10">
        <span className="shrink-0" style={{ width: indentOf(depth) }} />
        <Plus className="size-3.5 shrink-0 text-faint" aria-hidden="true" />
        <input
          ref={field}
          data-draft
          aria-label={t('list.newTask')}
          placeholder={t('list.newTaskHint')}
          maxLength={500}
          value={title}
          onChange={(event) => setTitle(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={() => (title.trim() === '' ? onEnd() : undefined)}
          className="h-6 w-full min-w-0 rounded-sm bg-surface px-1 text-sm outline-2 outline-accent"
        />
      </div>
    </div>
  );
}
