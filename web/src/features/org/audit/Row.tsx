import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { cx } from '@/lib/cx';
import { formatExact, formatTime } from '@/lib/format';
import { Avatar } from '@/ui/Avatar';
import { Details } from './Details';
import type { Subjects } from './subjects';
import { changesIn, fieldLabel } from './told';

/** One line of the log; it opens to what exactly changed. */
export function Entry({ entry, subjects }: { entry: AuditEntry; subjects: Subjects }) {
  const { t } = useTranslation('admin');
  const { organization } = useOrg();
  const [open, setOpen] = useState(false);
  const person = subjects.people.get(entry.actorId ?? '');
  const who = person?.name ?? (entry.actorId ? t('audit.someone') : t('audit.system'));
  return (
    <>
      <tr className={cx('relative h-10 border-b hover:bg-hover', open && 'bg-hover')}>
        <td className="nums pl-4 text-xs whitespace-nowrap text-muted sm:text-sm" title={formatExact(entry.at, organization.timeZone)}>
          {formatTime(entry.at, organization.timeZone)}
        </td>
        <td className="pl-1 sm:pl-0">
          <span className="flex min-w-0 items-center gap-2" title={who}>
            <Avatar name={who} id={entry.actorId ?? ''} placeholder={!person || person.placeholder} />
            <span className="sr-only truncate sm:not-sr-only">{who}</span>
          </span>
        </td>
        <td className="min-w-0 py-2 pr-2">
          <Sentence entry={entry} subjects={subjects} />
        </td>
        <td className="nums truncate text-xs text-muted" title={entry.agent ?? undefined}>
          <span className="hidden xl:inline">{entry.address}</span>
        </td>
        <td className="pr-2 text-right">
          <button
            type="button"
            aria-expanded={open}
            aria-label={t('audit.details', { number: entry.seq })}
            onClick={() => setOpen(!open)}
            className="inline-flex size-6 items-center justify-center rounded-md text-muted after:absolute after:inset-0"
          >
            <ChevronRight className={cx('size-4 transition-transform', open && 'rotate-90')} aria-hidden="true" />
          </button>
        </td>
      </tr>
      {open && (
        <tr>
          <td colSpan={5} className="border-b bg-canvas p-0">
            <Details entry={entry} subjects={subjects} />
          </td>
        </tr>
      )}
    </>
  );
}

const shown = 3;

function Sentence({ entry, subjects }: { entry: AuditEntry; subjects: Subjects }) {
  const { t } = useTranslation('admin');
  const { name } = subjects.of(entry);
  const fields = entry.action === 'updated' ? changesIn(entry).map(({ field }) => fieldLabel(field)) : [];
  const more = fields.length - shown;
  return (
    <p className="line-clamp-2 break-words sm:line-clamp-1">
      <span className="text-muted">
        {subjects.model(entry.model)} {subjects.action(entry.action)}
        {name && ': '}
      </span>
      {name && <span className="font-medium">{name}</span>}
      {fields.length > 0 && (
        <span className="ml-2 text-muted">
          {fields.slice(0, shown).join(', ')}
          {more > 0 && ` ${t('audit.andMore', { count: more })}`}
        </span>
      )}
    </p>
  );
}
