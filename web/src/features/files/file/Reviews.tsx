// Who was asked about which version, and what they said. The reviewer decides here; a new version asks again.
import { UserRoundPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Approval, StoredFile } from '@/api/types';
import { usePersonChoices } from '@/features/org/PersonSelect';
import { useOrg, usePeople } from '@/features/org/useOrg';
import { DropDown } from '@/features/work/parts/Float';
import { PickList } from '@/features/work/parts/PickList';
import { cx } from '@/lib/cx';
import { formatAgo, formatExact } from '@/lib/format';
import { messageOf, toastError } from '@/lib/messages';
import { Avatar } from '@/ui/Avatar';
import { Button } from '@/ui/Button';
import { Field } from '@/ui/Field';
import { Textarea } from '@/ui/Input';
import { ReviewBadge } from './ReviewBadge';
import type { Decision, FileWrites } from './useFiles';

interface ReviewsProps {
  file: StoredFile;
  approvals: readonly Approval[];
  writes: FileWrites;
}

export function Reviews({ file, approvals, writes }: ReviewsProps) {
  const { t } = useTranslation('files');
  const { may } = useOrg();
  return (
    <section aria-label={t('review.title')}>
      <div className="flex h-8 items-center justify-between">
        <h3 className="text-sm">{t('review.title')}</h3>
        {may('approval:request') && <Ask file={file} approvals={approvals} writes={writes} />}
      </div>
      {approvals.length === 0 && <p className="text-sm text-muted">{t('review.none')}</p>}
      <ul className="flex flex-col">
        {approvals.map((approval) => (
          <Review key={approval.id} approval={approval} current={approval.versionNumber === file.currentVersion} writes={writes} />
        ))}
      </ul>
    </section>
  );
}

function Ask({ file, approvals, writes }: ReviewsProps) {
  const { t } = useTranslation('files');
  const [open, setOpen] = useState(false);
  const asked = approvals.filter(({ versionNumber, status }) => versionNumber === file.currentVersion && status === 'pending').map(({ reviewerId }) => reviewerId);
  const people = usePersonChoices([]).filter(({ value }) => !asked.includes(value));
  const ask = (person: string) => {
    setOpen(false);
    writes.ask(file.id, person).catch(toastError);
  };
  const trigger = (
    <Button kind="ghost" size="sm">
      <UserRoundPlus className="size-4" aria-hidden="true" />
      {t('review.ask')}
    </Button>
  );
  return (
    <DropDown label={t('review.ask')} trigger={trigger} open={open} onOpenChange={setOpen}>
      <PickList label={t('review.ask')} choices={people} value={[]} onPick={ask} />
    </DropDown>
  );
}

function Review({ approval, current, writes }: { approval: Approval; current: boolean; writes: FileWrites }) {
  const { t } = useTranslation('files');
  const { byId } = usePeople();
  const person = byId.get(approval.reviewerId ?? '');
  const name = person?.name ?? t('someone');
  const at = approval.reviewedAt ?? approval.createdAt;
  return (
    <li className={cx('flex gap-2.5 border-b py-2.5 last:border-b-0', !current && 'opacity-80')}>
      <Avatar name={name} id={approval.reviewerId ?? ''} placeholder={person?.placeholder ?? false} size={24} />
      <div className="min-w-0 flex-1">
        <div className="flex min-h-6 flex-wrap items-center gap-x-2 gap-y-1 text-sm">
          <span className="min-w-0 truncate font-medium">{name}</span>
          <ReviewBadge status={approval.status} />
          <span className="nums text-xs text-muted" title={formatExact(at)}>
            {t('review.about', { version: approval.versionNumber })} · {formatAgo(at)}
          </span>
          {approval.can.includes('withdraw') && (
            <Button kind="ghost" size="sm" className="ml-auto" onClick={() => void writes.withdraw(approval.id).catch(toastError)}>
              {t('review.withdraw')}
            </Button>
          )}
        </div>
        {approval.comments && <p className="mt-0.5 text-sm break-words whitespace-pre-wrap">{approval.comments}</p>}
        {approval.can.includes('decide') && <Decide approval={approval} writes={writes} />}
      </div>
    </li>
  );
}

const decisions: readonly Decision[] = ['approved', 'approved_with_changes', 'changes_requested', 'rejected'];

function Decide({ approval, writes }: { approval: Approval; writes: FileWrites }) {
  const { t } = useTranslation('files');
  const [comments, setComments] = useState('');
  const [busy, setBusy] = useState<Decision | null>(null);
  const [error, setError] = useState('');
  const decide = (status: Decision) => {
    setBusy(status);
    setError('');
    writes.decide(approval.id, status, comments.trim()).catch((failure: unknown) => {
      setBusy(null);
      setError(messageOf(failure));
    });
  };
  return (
    <div className="mt-2 flex flex-col gap-2 rounded-md border bg-canvas p-3">
      <Field label={t('review.comments')} error={error || undefined}>
        <Textarea rows={2} value={comments} onChange={(event) => setComments(event.target.value)} />
      </Field>
      <div className="flex flex-wrap gap-1.5">
        {decisions.map((status) => (
          <Button key={status} size="sm" kind={status === 'approved' ? 'primary' : status === 'rejected' ? 'danger' : 'secondary'} busy={busy === status} disabled={busy !== null} onClick={() => decide(status)}>
            {t(`review.decide.${status}`)}
          </Button>
        ))}
      </div>
    </div>
  );
}
