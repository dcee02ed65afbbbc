// One entry in full: every field before and after, where it came from, and the way to the object and its history.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '@/api/types';
import { useOrg, useProjects } from '@/features/org/useOrg';
import { formatExact } from '@/lib/format';
import { buttonClass } from '@/ui/Button';
import type { Place, Subjects } from './subjects';
import { changesIn, fieldLabel, listDelta, type Change } from './told';

export function Details({ entry, subjects }: { entry: AuditEntry; subjects: Subjects }) {
  const { t } = useTranslation('admin');
  const { organization } = useOrg();
  const changes = changesIn(entry);
  const { place } = subjects.of(entry);
  return (
    <div className="grid gap-x-8 gap-y-4 px-4 py-3 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] lg:pl-24">
      <div className="min-w-0">
        {changes.length === 0 && <p className="text-sm text-muted">{t('audit.nothingMore')}</p>}
        <dl className="flex flex-col gap-1.5 text-sm">
          {changes.map((change) => (
            <div key={change.field} className="grid gap-x-3 sm:grid-cols-[140px_minmax(0,1fr)]">
              <dt className="text-muted">{fieldLabel(change.field)}</dt>
              <dd className="min-w-0 break-words">
                <FromTo change={change} subjects={subjects} />
              </dd>
            </div>
          ))}
        </dl>
      </div>
      <div className="flex min-w-0 flex-col gap-3">
        <dl className="flex flex-col gap-1.5 text-sm">
          <Fact name={t('audit.fact.at')}>{formatExact(entry.at, organization.timeZone)}</Fact>
          <Fact name={t('audit.fact.address')}>{entry.address ?? t('audit.unknown')}</Fact>
          <Fact name={t('audit.fact.agent')}>{entry.agent ?? t('audit.unknown')}</Fact>
          <Fact name={t('audit.fact.request')}>
            <code className="font-mono text-xs break-all">{entry.requestId}</code>
          </Fact>
          <Fact name={t('audit.fact.object')}>
            <code className="font-mono text-xs break-all">{entry.objectId}</code>
          </Fact>
        </dl>
        <div className="flex flex-wrap gap-2">
          <Link to="." search={(prev: Record<string, unknown>) => ({ ...prev, object: entry.objectId })} className={buttonClass('secondary', 'sm')}>
            {t('audit.history')}
          </Link>
          {place && <OpenLink place={place} />}
        </div>
      </div>
    </div>
  );
}

function OpenLink({ place }: { place: Place }) {
  const { t } = useTranslation('common');
  const { id: org } = useOrg();
  const { projects } = useProjects();
  const key = projects.find((project) => project.id === place.id)?.key ?? place.id;
  const style = buttonClass('secondary', 'sm');
  if (place.to === 'task') {
    return (
      <Link to="/o/$org/tasks/$task" params={{ org, task: place.id }} className={style}>
        {t('actions.open')}
      </Link>
    );
  }
  return (
    <Link to="/o/$org/projects/$project" params={{ org, project: key }} className={style}>
      {t('actions.open')}
    </Link>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-3 sm:grid-cols-[96px_minmax(0,1fr)]">
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

/** A list by what came and went, everything else as it was and as it is. */
function FromTo({ change, subjects }: { change: Change; subjects: Subjects }) {
  const { t } = useTranslation('admin');
  const delta = listDelta(change.from, change.to);
  if (delta) {
    return (
      <ul>
        {delta.removed.map((one) => (
          <li key={`-${one}`} className="text-muted">
            <span aria-hidden="true">− </span>
            <del className="no-underline">{subjects.show(one)}</del>
          </li>
        ))}
        {delta.added.map((one) => (
          <li key={`+${one}`}>
            <span aria-hidden="true" className="text-muted">
              +{' '}
            </span>
            <ins className="no-underline">{subjects.show(one)}</ins>
          </li>
        ))}
      </ul>
    );
  }
  const [from, to] = [subjects.show(change.from), subjects.show(change.to)];
  return (
    <>
      {from && <del className="text-muted">{from}</del>}
      {from && ' '}
      {from && !to && <span className="text-muted">{t('audit.removed')}</span>}
      {to && <ins className="no-underline">{to}</ins>}
    </>
  );
}
