// What can be chosen for a task, as the pickers show it.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Label, Priority, ProjectState } from '@/api/types';
import { usePersonChoices } from '@/features/org/PersonSelect';
import { PriorityIcon, StatusIcon } from '@/ui/Badge';
import { useLabels } from '../task/useLookup';
import { Dot } from './marks';
import type { Choice } from './PickList';

export const priorities: readonly Priority[] = ['urgent', 'high', 'normal', 'low'];

export const statusChoices = (statuses: readonly ProjectState[]): Choice[] =>
  statuses.map((status) => ({ value: status.key, label: status.name, icon: <StatusIcon kind={status.kind} /> }));

export function usePriorityChoices(): Choice[] {
  const { t } = useTranslation();
  return useMemo(
    () =>
      priorities.map((priority) => ({
        value: priority,
        label: t(`priority.${priority}`),
        icon: <PriorityIcon priority={priority} decorative />,
      })),
    [t],
  );
}

export function usePeopleChoices(also: readonly (string | null)[]): Choice[] {
  return usePersonChoices(also);
}

const labelChoice = (label: Label): Choice => ({ value: label.id, label: label.name, icon: <Dot color={label.color} /> });

export function useLabelChoices(): Choice[] {
  const labels = useLabels();
  return useMemo(() => labels.map(labelChoice), [labels]);
}
