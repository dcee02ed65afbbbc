// The days that differ, in the order in which they count: where several meet a day, the lowest.
import { Clock, CalendarOff, Plus, X } from 'lucide-react';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '@/api/types';
import { formatDay } from '@/lib/format';
import { moved } from '@/lib/order';
import { Button, IconButton } from '@/ui/Button';
import { SortableList } from '@/ui/SortableList';
import { exceptionOn } from './days';
import { isOver, nextDayOf, type KeyedException } from './draft';
import { useExceptionTexts } from './texts';

interface ExceptionsProps {
  exceptions: readonly KeyedException[];
  today: Day;
  disabled: boolean;
  onAdd: () => void;
  onEdit: (exception: KeyedException) => void;
  onChange: (exceptions: readonly KeyedException[]) => void;
}

export function Exceptions({ exceptions, today, disabled, onAdd, onEdit, onChange }: ExceptionsProps) {
  const { t } = useTranslation('worktime');
  const texts = useExceptionTexts();
  const [withPast, setWithPast] = useState(false);
  const past = exceptions.filter((one) => isOver(one, today)).length;
  const shown = withPast ? exceptions : exceptions.filter((one) => !isOver(one, today));
  /** Places among all, of which some are hidden. */
  const move = (from: number, to: number) => {
    const [one, other] = [shown[from], shown[to]];
    if (one && other) onChange(moved(exceptions, exceptions.indexOf(one), exceptions.indexOf(other)));
  };
  return (
    <div>
      {exceptions.length === 0 && <p className="border-y py-3 text-sm text-muted">{t('exception.none')}</p>}
      <div className="divide-y border-y empty:hidden">
        {shown.length > 0 && (
          <SortableList label={t('exception.title')} items={shown} keyOf={({ key }) => key} nameOf={texts.name} onMove={move} disabled={disabled}>
            {(one) => (
              <ExceptionRow
                exception={one}
                all={exceptions}
                today={today}
                disabled={disabled}
                onEdit={() => onEdit(one)}
                onRemove={() => onChange(exceptions.filter(({ key }) => key !== one.key))}
              />
            )}
          </SortableList>
        )}
      </div>
      <div className="mt-2 flex flex-wrap gap-2 empty:hidden">
        {!disabled && (
          <Button size="sm" onClick={onAdd}>
            <Plus className="size-4" aria-hidden="true" />
            {t('exception.add')}
          </Button>
        )}
        {past > 0 && (
          <Button size="sm" kind="ghost" aria-expanded={withPast} onClick={() => setWithPast(!withPast)}>
            {withPast ? t('exception.hidePast') : t('exception.past', { count: past })}
          </Button>
        )}
      </div>
    </div>
  );
}

interface RowProps {
  exception: KeyedException;
  all: readonly KeyedException[];
  today: Day;
  disabled: boolean;
  onEdit: () => void;
  onRemove: () => void;
}

function ExceptionRow({ exception, all, today, disabled, onEdit, onRemove }: RowProps) {
  const { t } = useTranslation('worktime');
  const texts = useExceptionTexts();
  const name = texts.name(exception);
  const next = nextDayOf(exception, today);
  const Icon = (exception.hours?.length ?? 0) > 0 ? Clock : CalendarOff;
  const details = [exception.name && texts.when(exception), exception.repeat && (next ? t('exception.next', { day: formatDay(next) }) : t('exception.over'))];
  const covered = next && exceptionOn(all, next) !== exception ? t('exception.covered', { day: formatDay(next) }) : null;
  return (
    <div className="relative flex min-w-0 flex-1 items-center gap-2.5 rounded-md py-1.5 pl-1 hover:bg-hover">
      <Icon className="size-4 shrink-0 text-faint" aria-hidden="true" />
      <div className="min-w-0 flex-1 text-sm leading-tight">
        {disabled ? (
          <p className="truncate font-medium">{name}</p>
        ) : (
          <button type="button" aria-label={t('exception.editOf', { name })} title={name} onClick={onEdit} className="block max-w-full truncate text-left font-medium after:absolute after:inset-0">
            {name}
          </button>
        )}
        <p className="nums text-xs text-muted empty:hidden">{details.filter(Boolean).join(' · ')}</p>
        {covered && <p className="text-xs text-warn">{covered}</p>}
      </div>
      <span className="nums max-w-[45%] text-right text-sm text-muted">
        {texts.hours(exception).split(' ').map((stretch, at) => (
          <Fragment key={stretch}>
            {at > 0 && ' '}
            <span className="whitespace-nowrap">{stretch}</span>
          </Fragment>
        ))}
      </span>
      {!disabled && (
        <IconButton size="sm" label={t('exception.remove', { name })} className="z-[1]" onClick={onRemove}>
          <X />
        </IconButton>
      )}
    </div>
  );
}
