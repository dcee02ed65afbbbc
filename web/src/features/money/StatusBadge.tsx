import { CircleCheck, CircleX, PencilLine, Send, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Badge, type Tone } from '@/ui/Badge';
import type { EntryStatus } from './types';

const looks: Record<EntryStatus, [LucideIcon, Tone]> = {
  draft: [PencilLine, 'neutral'],
  submitted: [Send, 'info'],
  approved: [CircleCheck, 'ok'],
  rejected: [CircleX, 'danger'],
};

/** Icon and word of how an entry stands. */
export function StatusBadge({ status }: { status: EntryStatus }) {
  const { t } = useTranslation('money');
  const [Icon, tone] = looks[status];
  return (
    <Badge tone={tone}>
      <Icon className="size-3" aria-hidden="true" />
      {t(`status.${status}`)}
    </Badge>
  );
}
