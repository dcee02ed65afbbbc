// The quick filter over list and board. It lives in the address, so that a filtered view can be sent to somebody.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { CircleDot, Search, Tag, UserRound, X, type LucideIcon } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Project } from '@/api/types';
import { useActions } from '@/lib/actions';
import { cx } from '@/lib/cx';
import { Button } from '@/ui/Button';
import { isActive, nobody, type Filter } from '../task/filter';
import { statusChoices, useLabelChoices, usePeopleChoices } from './choices';
import { DropDown } from './Float';
import { PickList, type Choice } from './PickList';

/** The filter of the address, and how to change it. */
export function useFilter(): [Filter, (change: Filter) => void] {
  const { q, status, person, label } = useSearch({ from: '/signed-in/o/$org/projects/$project' });
  const navigate = useNavigate();
  const filter = useMemo(() => ({ q, status, person, label }), [q, status, person, label]);
  const set = (change: Filter) =>
    void navigate({ to: '.', search: (old: Record<string, unknown>) => ({ ...old, ...change }), replace: true });
  return [filter, set];
}

export function FilterBar({ project, children }: { project: Project; children?: ReactNode }) {
  const { t } = useTranslation(['work', 'common']);
  const [filter, setFilter] = useFilter();
  const people = usePeopleChoices(filter.person ?? []);
  const labels = useLabelChoices();
  const none = { value: nobody, label: t('filter.nobody') };
  return (
    <div role="toolbar" aria-label={t('filter.bar')} className="flex min-h-10 shrink-0 flex-wrap items-center gap-1 border-b px-2 py-1 sm:px-3">
      <FilterText value={filter.q ?? ''} onChange={(q) => setFilter({ q: q || undefined })} />
      <FilterPick icon={CircleDot} label={t('field.status')} choices={statusChoices(project.statuses)} value={filter.status} onChange={(status) => setFilter({ status })} />
      <FilterPick icon={UserRound} label={t('field.assignee')} choices={[none, ...people]} value={filter.person} onChange={(person) => setFilter({ person })} />
      {labels.length > 0 && <FilterPick icon={Tag} label={t('field.labels')} choices={labels} value={filter.label} onChange={(label) => setFilter({ label })} />}
      {isActive(filter) && (
        <Button kind="ghost" size="sm" onClick={() => setFilter({ q: undefined, status: undefined, person: undefined, label: undefined })}>
          <X className="size-3.5" aria-hidden="true" />
          {t('filter.clear')}
        </Button>
      )}
      <div className="ml-auto flex items-center gap-1">{children}</div>
    </div>
  );
}

function FilterText({ value, onChange }: { value: string; onChange: (text: string) => void }) {
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
    <div className="relative w-full min-w-0 sm:w-52">
      <Search className="pointer-events-none absolute top-1.5 left-2 size-4 text-faint" aria-hidden="true" />
      <input
        ref={field}
        type="search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && (text ? setText('') : event.currentTarget.blur())}
        aria-label={t('filter.text')}
        placeholder={t('filter.placeholder')}
        className="h-7 w-full rounded-md border border-transparent bg-transparent pr-1 pl-8 text-sm hover:border-line-strong focus:border-accent focus:bg-surface"
      />
    </div>
  );
}

interface FilterPickProps {
  icon: LucideIcon;
  label: string;
  choices: readonly Choice[];
  value: string[] | undefined;
  onChange: (value: string[] | undefined) => void;
}

function FilterPick({ icon: Icon, label, choices, value = [], onChange }: FilterPickProps) {
  const { t } = useTranslation('work');
  const [open, setOpen] = useState(false);
  const names = choices.filter((choice) => value.includes(choice.value)).map((choice) => choice.label);
  const pick = (one: string) => {
    const next = value.includes(one) ? value.filter((other) => other !== one) : [...value, one];
    onChange(next.length > 0 ? next : undefined);
  };
  const trigger = (
    <button
      type="button"
      aria-label={names.length > 0 ? t('filter.by', { field: label, values: names.join(', ') }) : label}
      className={cx(
        'flex h-7 max-w-48 items-center gap-1.5 rounded-md px-2 text-sm hover:bg-hover',
        names.length > 0 ? 'bg-accent-soft font-medium text-accent-text' : 'text-muted',
      )}
    >
      <Icon className="size-4 shrink-0" aria-hidden="true" />
      <span className={cx('truncate', names.length === 0 && 'max-lg:hidden')}>{names.length > 0 ? names.join(', ') : label}</span>
    </button>
  );
  return (
    <DropDown label={label} trigger={trigger} open={open} onOpenChange={setOpen}>
      <PickList multiple label={label} choices={choices} value={value} onPick={pick} />
    </DropDown>
  );
}
