import { ArrowRightLeft, Check, MoveRight, Plus, Trash2, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Badge, type Tone } from '@/ui/Badge';
import type { State } from './variance';

const looks: Record<State, [LucideIcon, Tone]> = {
  unchanged: [Check, 'neutral'],
  changed: [ArrowRightLeft, 'warn'],
  added: [Plus, 'info'],
  deleted: [Trash2, 'danger'],
  moved: [MoveRight, 'accent'],
};

/** Icon and word of what became of a task since the baseline. */
export function StateBadge({ state }: { state: State }) {
  const { t } = useTranslation('baseline');
  const [Icon, tone] = looks[state];
  return (
    <Badge tone={tone}>
      <Icon className="size-3" aria-hidden="true" />
      {t(`state.${state}`)}
    </Badge>
  );
}
