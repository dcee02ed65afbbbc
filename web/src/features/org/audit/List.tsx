// Who did what, when, and from where; newest first.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { Download, History } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '@/api/types';
import { Forbidden, LoadError } from '@/features/frame/Pages';
import { SettingsFrame } from '@/features/org/settings/Frame';
import { useOrg } from '@/features/org/useOrg';
import { dayOf, formatLongDay } from '@/lib/format';
import { Button, buttonClass } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { SkeletonRows } from '@/ui/Skeleton';
import { auditOptions, auditQuery, exportUrl } from './audit';
import { Filters } from './Filters';
import { Entry } from './Row';
import { useSubjects, type Subjects } from './subjects';

export function AuditPage() {
  const { t } = useTranslation('admin');
  const { may } = useOrg();
  if (may('audit:read')) return <Log />;
  return (
    <SettingsFrame title={t('nav.audit')}>
      <Forbidden />
    </SettingsFrame>
  );
}

function Log() {
  const { t } = useTranslation('admin');
  const { id, organization } = useOrg();
  const search = useSearch({ from: '/signed-in/o/$org/settings/audit' });
  const query = auditQuery(search, organization.timeZone);
  const log = useInfiniteQuery({ ...auditOptions(id, query), placeholderData: (previous) => previous });
  const entries = useMemo(() => log.data?.pages.flatMap((page) => page.data) ?? [], [log.data]);
  const subjects = useSubjects(entries);
  return (
    <SettingsFrame
      title={t('nav.audit')}
      actions={
        <a href={exportUrl(id, query)} download className={buttonClass()} title={t('audit.exportHelp')}>
          <Download className="size-4" aria-hidden="true" />
          {t('audit.export')}
        </a>
      }
    >
      <Filters search={search} subjects={subjects} />
      {log.isPending && <SkeletonRows rows={12} />}
      {log.error && !log.data && <LoadError error={log.error} onRetry={() => void log.refetch()} />}
      {log.data && entries.length === 0 && !log.hasNextPage && (
        <EmptyState icon={History} title={t('audit.none')} text={t('audit.noneText')} />
      )}
      <Days entries={entries} subjects={subjects} stale={log.isPlaceholderData} />
      {log.hasNextPage && (
        <Button kind="ghost" className="m-3" busy={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          {t('audit.more')}
        </Button>
      )}
    </SettingsFrame>
  );
}

function Days({ entries, subjects, stale }: { entries: AuditEntry[]; subjects: Subjects; stale: boolean }) {
  const { t } = useTranslation('admin');
  const { organization } = useOrg();
  const days = Map.groupBy(entries, (entry) => dayOf(entry.at, organization.timeZone) ?? '');
  if (entries.length === 0) return null;
  return (
    <table aria-label={t('nav.audit')} aria-busy={stale} className="w-full table-fixed text-sm aria-busy:opacity-60">
      <colgroup>
        <col className="w-14 sm:w-20" />
        <col className="w-9 sm:w-44" />
        <col />
        <col className="w-0 xl:w-44" />
        <col className="w-9" />
      </colgroup>
      <thead className="sr-only">
        <tr>
          {(['when', 'who', 'what', 'where', 'details'] as const).map((column) => (
            <th key={column} scope="col">
              {t(`audit.column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      {[...days].map(([day, inDay]) => (
        <tbody key={day}>
          <tr>
            <th scope="rowgroup" colSpan={5} className="h-8 border-b bg-canvas px-4 text-left text-xs font-medium text-muted">
              {formatLongDay(day)}
            </th>
          </tr>
          {inDay.map((entry) => (
            <Entry key={entry.seq} entry={entry} subjects={subjects} />
          ))}
        </tbody>
      ))}
    </table>
  );
}
