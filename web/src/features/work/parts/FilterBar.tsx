// The filter over list and board. It lives in the address, so that a filtered view can be sent to somebody.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Braces, Search, X } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Project } from '@/api/types';
import { useActions } from '@/lib/actions';
import { Button, IconButton } from '@/ui/Button';
import { FilterField } from '@/ui/FilterField';
import { useFilterFields } from '../filter/fields';
import { FilterChips } from '../filter/FilterChips';
import { FilterText } from '../filter/FilterText';
import { partsOf, print } from '../filter/language';
import { isActive, type Filter } from '../task/filter';
import type { ViewColumns, ViewLayout } from '../view/useViews';
import { ViewsMenu } from '../view/ViewsMenu';

/** The filter of the address, and how to change it. */
export function useFilter(): [Filter, (change: Filter) => void] {
  const { q, filter } = useSearch({ from: '/signed-in/o/$org/projects/$project' });
  const navigate = useNavigate();
  const now = useMemo(() => ({ ...(q ? { q } : {}), ...(filter ? { filter } : {}) }), [q, filter]);
  const set = (change: Filter) =>
    void navigate({ to: '.', search: (old: Record<string, unknown>) => ({ ...old, ...change }), replace: true });
  return [now, set];
}

interface FilterBarProps {
  project: Project;
  /** Why the server could not use the conditions. */
  error: unknown;
  layout: ViewLayout;
  columns?: ViewColumns;
  children?: ReactNode;
}

/** Words, conditions as form and as text, and the tools of the view. */
export function FilterBar({ project, error, layout, columns, children }: FilterBarProps) {
  const { t } = useTranslation(['work', 'common']);
  const [filter, setFilter] = useFilter();
  const fields = useFilterFields(project);
  const text = filter.filter ?? '';
  const parts = useMemo(() => partsOf(text), [text]);
  const [writing, setWriting] = useState(false);
  const open = writing || parts === null || error !== null;
  const clear = () => setFilter({ q: undefined, filter: undefined });
  const showing = { filter, layout, columns };
  return (
    <>
      <div role="toolbar" aria-label={t('filter.bar')} className="flex min-h-10 shrink-0 flex-wrap items-center gap-1 border-b px-2 py-1 sm:px-3">
        <ViewsMenu project={project} showing={showing} />
        <Words value={filter.q ?? ''} onChange={(q) => setFilter({ q: q || undefined })} />
        {parts && <FilterChips fields={fields} parts={parts} onChange={(next) => setFilter({ filter: print(next) || undefined })} onText={() => setWriting(true)} />}
        <IconButton size="sm" label={t('filter.asText')} aria-pressed={open} className={open ? 'bg-selected text-text' : ''} onClick={() => setWriting(!open)}>
          <Braces />
        </IconButton>
        {isActive(filter) && (
          <Button kind="ghost" size="sm" onClick={clear}>
            <X className="size-3.5" aria-hidden="true" />
            <span className="max-lg:sr-only">{t('filter.clear')}</span>
          </Button>
        )}
        <div className="ml-auto flex items-center gap-1">{children}</div>
      </div>
      {open && <FilterText autoFocus={writing} fields={fields} value={text} error={error} onApply={(next) => setFilter({ filter: next || undefined })} onClose={() => setWriting(false)} />}
    </>
  );
}

function Words({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const { t } = useTranslation('work');
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  const sent = useRef(value);
  useActions([{ id: 'work.filter', label: t('filter.text'), group: t('keys.group'), keys: 'f', icon: Search, run: () => field.current?.focus() }]);
  // Back, a link or "clear" changed the address: the field follows.
  useEffect(() => {
    if (value !== sent.current) {
      sent.current = value;
      setText(value);
    }
  }, [value]);
  useEffect(() => {
    if (text === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = text;
      onChange(text);
    }, 120);
    return () => clearTimeout(timer);
  });
  return (
    <FilterField ref={field} label={t('filter.text')} placeholder={t('filter.placeholder')} value={text} onChange={setText} className="min-w-32 flex-1 sm:w-52 sm:flex-none" />
  );
}
