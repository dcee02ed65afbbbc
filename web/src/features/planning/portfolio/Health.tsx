// How a project goes: an icon and a word, and the reasons in plain words.
import { CircleAlert, CircleCheck, CircleDashed, CircleMinus, TriangleAlert, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { dayOf, formatDay, formatNumber } from '@/lib/format';
import { useOrg } from '@/features/org/useOrg';
import { Badge, type Tone } from '@/ui/Badge';
import type { HealthReason, HealthState, PortfolioProject } from '../types';

const looks: Record<HealthState, [LucideIcon, Tone]> = {
  on_track: [CircleCheck, 'ok'],
  at_risk: [TriangleAlert, 'warn'],
  off_track: [CircleAlert, 'danger'],
  unplanned: [CircleDashed, 'neutral'],
  closed: [CircleMinus, 'neutral'],
};

/** The reasons as sentences. */
export function useReasons(): (project: PortfolioProject) => string[] {
  const { t } = useTranslation('planning');
  const { organization } = useOrg();
  const words = (reason: HealthReason): string => {
    switch (reason.code) {
      case 'end_passed':
        return t('health.reason.end_passed', { date: formatDay(reason.endDate), count: reason.open });
      case 'ends_late':
        return t('health.reason.ends_late', { date: formatDay(reason.endDate), count: reason.days });
      case 'behind_baseline':
        return t('health.reason.behind_baseline', { date: formatDay(dayOf(reason.baselineEnd, organization.timeZone)), count: reason.days });
      case 'overdue':
        return t('health.reason.overdue', { count: reason.tasks });
      case 'misses_deadlines':
        return t('health.reason.misses_deadlines', { count: reason.tasks });
      case 'over_budget':
        return t('health.reason.over_budget', { percent: formatNumber(reason.percent) });
      case 'budget_threshold':
        return t('health.reason.budget_threshold', { percent: formatNumber(reason.percent) });
    }
  };
  return ({ health }) => health.reasons.map(words);
}

export function HealthBadge({ state, title }: { state: HealthState; title?: string }) {
  const { t } = useTranslation('planning');
  const [Icon, tone] = looks[state];
  return (
    <span title={title} className="shrink-0">
      <Badge tone={tone}>
        <Icon className="size-3" aria-hidden="true" />
        {t(`health.state.${state}`)}
      </Badge>
    </span>
  );
}
