// A field for Markdown: a plain text area with buttons that put the marks around what is selected.
import { Bold, Code, Italic, Link2, List, ListChecks, Quote, type LucideIcon } from 'lucide-react';
import { useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/ui/Button';

interface MarkdownEditorProps {
  label: string;
  value: string;
  onChange: (text: string) => void;
  /** Ctrl/⌘+Enter. */
  onSubmit: () => void;
  onEscape?: () => void;
  placeholder?: string;
  invalid?: boolean;
  autoFocus?: boolean;
  /** Buttons at the right end of the bar. */
  children?: ReactNode;
}

type Mark = { name: 'bold' | 'italic' | 'code' | 'link' | 'list' | 'checks' | 'quote'; icon: LucideIcon; before: string; after?: string; line?: boolean; keys?: string };
const marks: readonly Mark[] = [
  { name: 'bold', icon: Bold, before: '**', after: '**', keys: 'b' },
  { name: 'italic', icon: Italic, before: '_', after: '_', keys: 'i' },
  { name: 'code', icon: Code, before: '`', after: '`', keys: 'e' },
  { name: 'link', icon: Link2, before: '[', after: '](https://)' },
  { name: 'list', icon: List, before: '- ', line: true },
  { name: 'checks', icon: ListChecks, before: '- [ ] ', line: true },
  { name: 'quote', icon: Quote, before: '> ', line: true },
];

/** The text with a mark at the selection, and where the selection is then. */
export function marked(text: string, from: number, to: number, mark: Pick<Mark, 'before' | 'after' | 'line'>): { text: string; from: number; to: number } {
  if (mark.line) {
    const start = text.lastIndexOf('\n', from - 1) + 1;
    const lines = text.slice(start, to).split('\n').map((line) => mark.before + line).join('\n');
    return { text: text.slice(0, start) + lines + text.slice(to), from: start + lines.length, to: start + lines.length };
  }
  const after = mark.after ?? '';
  const inside = text.slice(from, to);
  return {
    text: text.slice(0, from) + mark.before + inside + after + text.slice(to),
    from: from + mark.before.length,
    to: to + mark.before.length,
  };
}

export function MarkdownEditor(props: MarkdownEditorProps) {
  const { label, value, onChange, onSubmit, onEscape, placeholder, invalid, autoFocus, children } = props;
  const { t } = useTranslation('work');
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight + 2, 480)}px`;
  }, [value]);
  useLayoutEffect(() => {
    if (autoFocus) field.current?.focus();
  }, [autoFocus]);
  const put = (mark: Mark) => {
    const area = field.current;
    if (!area) return;
    const next = marked(value, area.selectionStart, area.selectionEnd, mark);
    onChange(next.text);
    requestAnimationFrame(() => {
      area.focus();
      area.setSelectionRange(next.from, next.to);
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const mod = event.ctrlKey || event.metaKey;
    const mark = mod ? marks.find((one) => one.keys === event.key.toLowerCase()) : undefined;
    if (event.key === 'Escape' && onEscape) onEscape();
    else if (mod && event.key === 'Enter') onSubmit();
    else if (mark) put(mark);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="rounded-md border border-control/70 bg-surface focus-within:border-accent">
      <textarea
        ref={field}
        aria-label={label}
        aria-invalid={invalid}
        placeholder={placeholder}
        rows={2}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        className="block min-h-16 w-full resize-none rounded-t-md bg-transparent px-3 py-2 text-base outline-none"
      />
      <div className="flex flex-wrap items-center gap-0.5 px-1.5 pb-1.5">
        {marks.map((mark) => (
          <IconButton key={mark.name} size="sm" label={t(`mark.${mark.name}`)} {...(mark.keys ? { keys: `mod+${mark.keys}` } : {})} onMouseDown={(event) => event.preventDefault()} onClick={() => put(mark)}>
            <mark.icon />
          </IconButton>
        ))}
        <span className="ml-auto flex items-center gap-1.5">{children}</span>
      </div>
    </div>
  );
}
