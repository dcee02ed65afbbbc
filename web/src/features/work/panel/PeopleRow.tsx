// Who works on the task, and with how much of their time.
import { UserPlus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Id } from '@/api/types';
import { formatNumber, formatPercent } from '@/lib/format';
import { Avatar } from '@/ui/Avatar';
import { DropDown } from '../parts/Float';
import { PeopleList } from '../list/CellPicker';
import { parseNumber } from '../list/fields';
import { usePanel } from './context';
import { controlClass, Row, useSaved } from './rows';

export function PeopleRow() {
  const { t } = useTranslation(['work', 'common']);
  const { task, may, lookup } = usePanel();
  const [open, setOpen] = useState(false);
  const [error, save] = useSaved();
  const setUnits = (id: Id, units: number) =>
    save({ assignments: task.assignments.map((one) => (one.userId === id ? { ...one, units } : one)) });
  const remove = (id: Id) => save({ assignments: task.assignments.filter((one) => one.userId !== id) });
  const trigger = (
    <button type="button" className={`${controlClass} text-faint hover:bg-hover`}>
      <UserPlus className="size-4" aria-hidden="true" />
      {t('panel.addPerson')}
    </button>
  );
  return (
    <Row label={t('field.assignee')} error={error}>
      <ul>
        {task.assignments.map(({ userId, units }) => {
          const person = lookup.people.get(userId);
          const name = person?.name ?? t('activity.someone');
          return (
            <li key={userId} className="group/p flex h-7 min-w-0 items-center gap-1 pl-2 text-sm">
              <Avatar name={name} id={userId} placeholder={person?.placeholder ?? false} size={18} />
              <span className="min-w-0 flex-1 truncate" title={name}>
                {name}
              </span>
              {may ? (
                <Units key={units} value={units} label={`${t('field.units')}: ${name}`} onChange={(next) => setUnits(userId, next)} />
              ) : (
                units !== 1 && <span className="nums text-xs text-muted">{formatPercent(units * 100)}</span>
              )}
              {may && (
                <button
                  type="button"
                  aria-label={t('panel.removePerson', { name })}
                  onClick={() => remove(userId)}
                  className="hidden size-5 shrink-0 items-center justify-center rounded-sm text-faint group-focus-within/p:flex group-hover/p:flex hover:bg-hover hover:text-text pointer-coarse:flex"
                >
                  <X className="size-3" aria-hidden="true" />
                </button>
              )}
            </li>
          );
        })}
      </ul>
      {may ? (
        <DropDown label={t('field.assignee')} trigger={trigger} open={open} onOpenChange={setOpen}>
          <PeopleList label={t('field.assignee')} task={task} onChange={save} />
        </DropDown>
      ) : (
        task.assignments.length === 0 && <div className={`${controlClass} text-faint`}>{t('filter.nobody')}</div>
      )}
    </Row>
  );
}

/** Percent of a person's time. */
function Units({ value, label, onChange }: { value: number; label: string; onChange: (units: number) => void }) {
  const [text, setText] = useState(formatNumber(value * 100, { useGrouping: false }));
  const commit = () => {
    const percent = parseNumber(text);
    if (percent !== null && percent > 0 && percent / 100 !== value) onChange(percent / 100);
    else setText(formatNumber(value * 100, { useGrouping: false }));
  };
  return (
    <span className="nums flex shrink-0 items-center text-xs text-muted">
      <input
        aria-label={label}
        inputMode="decimal"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === 'Enter' && commit()}
        className="h-5 w-9 rounded-sm bg-transparent px-0.5 text-right hover:bg-hover focus:bg-surface"
      />
      %
    </span>
  );
}
