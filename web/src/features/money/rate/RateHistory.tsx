// The hourly rates of a person, from when to when, everywhere and in single projects.
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day, Member, PersonRate } from '@/api/types';
import { useOrg, useProjects } from '@/features/org/useOrg';
import { cx } from '@/lib/cx';
import { formatDay, formatMoney } from '@/lib/format';
import { Avatar } from '@/ui/Avatar';
import { Badge } from '@/ui/Badge';
import { Button, IconButton } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { historyOf, type Period } from './history';
import { PersonRateForm } from './PersonRateForm';
import { usePersonRateWrites } from './useRateWrites';

interface RateHistoryProps {
  member: Member;
  rates: readonly PersonRate[];
  today: Day;
  onClose: () => void;
}

export function RateHistory({ member, rates, today, onClose }: RateHistoryProps) {
  const { t } = useTranslation('rates');
  const { may } = useOrg();
  const { projects } = useProjects();
  const writes = usePersonRateWrites();
  const [editing, setEditing] = useState<PersonRate | 'new' | null>(null);
  const first = useRef<HTMLButtonElement>(null);
  const groups = historyOf(rates, today);
  const add = may('rate:write') && editing === null && (
    <Button ref={first} kind={rates.length === 0 ? 'primary' : 'secondary'} size="sm" onClick={() => setEditing('new')}>
      <Plus className="size-4" aria-hidden="true" />
      {t('person.add')}
    </Button>
  );
  return (
    <Dialog open side onClose={onClose} {...(may('rate:write') ? { initialFocus: first } : {})} title={t('person.of', { name: member.name })} icon={<Avatar name={member.name} id={member.id} placeholder={member.placeholder} size={24} />}>
      <div className="flex flex-col gap-5">
        {editing === 'new' && <PersonRateForm member={member} rate={null} today={today} onSave={(body) => writes.create(body)} onClose={() => setEditing(null)} />}
        {groups.length === 0 && editing === null && <p className="text-sm text-muted">{t('person.noRates')}</p>}
        {groups.map(([project, periods]) => {
          const name = project === null ? t('scope.everywhere') : t('scope.project', { name: projects.find(({ id }) => id === project)?.name ?? t('scope.hidden') });
          return (
            <section key={project ?? ''} aria-label={name}>
              <h3 className="text-sm">{name}</h3>
              <ul className="mt-1.5 rounded-md border">
                {periods.map((period) => (
                  <li key={period.rate.id} className="border-b p-2 pl-3 last:border-b-0">
                    {editing !== 'new' && editing?.id === period.rate.id ? (
                      <PersonRateForm member={member} rate={period.rate} today={today} onSave={(body) => writes.change(period.rate, body)} onClose={() => setEditing(null)} />
                    ) : (
                      <Line period={period} onEdit={() => setEditing(period.rate)} onRemove={() => writes.remove(period.rate)} />
                    )}
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
        <div className="empty:hidden">{add}</div>
        <p className="text-sm text-muted">{t('person.kept')}</p>
      </div>
    </Dialog>
  );
}

function Line({ period: { rate, until, state }, onEdit, onRemove }: { period: Period; onEdit: () => void; onRemove: () => void }) {
  const { t } = useTranslation('rates');
  const from = formatDay(rate.from);
  return (
    <div className="flex items-center gap-2 text-sm">
      <span className={cx('nums w-24 shrink-0 font-medium', state === 'past' && 'text-muted')}>{formatMoney(rate.hourlyRate, rate.currency)}</span>
      <span className="nums min-w-0 flex-1 truncate text-muted">{until ? t('period.fromTo', { from, until: formatDay(until) }) : t('period.from', { from })}</span>
      {state !== 'past' && <Badge tone={state === 'current' ? 'ok' : 'info'}>{t(`period.${state}`)}</Badge>}
      {rate.can.includes('update') && (
        <IconButton size="sm" label={t('period.edit', { from })} onClick={onEdit}>
          <Pencil />
        </IconButton>
      )}
      {rate.can.includes('delete') && (
        <IconButton size="sm" label={t('period.remove', { from })} onClick={onRemove}>
          <Trash2 />
        </IconButton>
      )}
    </div>
  );
}
