import { CircleCheck, CircleDashed, CircleSlash, CircleX, Clock, MessageSquareWarning, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Approval, ApprovalStatus, StoredFile } from '@/api/types';
import { Badge, type Tone } from '@/ui/Badge';

const looks: Record<ApprovalStatus, [Tone, LucideIcon]> = {
  pending: ['info', Clock],
  approved: ['ok', CircleCheck],
  approved_with_changes: ['ok', CircleCheck],
  changes_requested: ['warn', MessageSquareWarning],
  rejected: ['danger', CircleX],
  withdrawn: ['neutral', CircleSlash],
  superseded: ['neutral', CircleDashed],
};

export function ReviewBadge({ status }: { status: ApprovalStatus }) {
  const { t } = useTranslation('files');
  const [tone, Icon] = looks[status];
  return (
    <Badge tone={tone}>
      <Icon className="size-3.5" aria-hidden="true" />
      {t(`review.status.${status}`)}
    </Badge>
  );
}

/** What is worst comes first: one rejection outweighs any approval. */
const order: readonly ApprovalStatus[] = ['rejected', 'changes_requested', 'pending', 'approved_with_changes', 'approved'];

/** Where the current version stands with its reviewers. */
export function overallStatus(file: StoredFile, approvals: readonly Approval[]): ApprovalStatus | null {
  const current = approvals.filter(({ versionNumber }) => versionNumber === file.currentVersion);
  return order.find((status) => current.some((approval) => approval.status === status)) ?? null;
}
