// What a task is and who does it: status, priority, people, labels.
import { useTranslation } from 'react-i18next';
import { PriorityIcon, StatusPill } from '@/ui/Badge';
import { LabelList, PriorityList } from '../list/CellPicker';
import { statusChoices } from '../parts/choices';
import { LabelChips, labelsOf } from '../parts/marks';
import { PickList } from '../parts/PickList';
import { usePanel } from './context';
import { PeopleRow } from './PeopleRow';
import { PickRow } from './rows';
import { SchemaRow } from './TextRows';

export function Basics() {
  const { t } = useTranslation(['work', 'common']);
  const { task, project, lookup } = usePanel();
  const status = lookup.statuses.get(task.status)?.name ?? task.status;
  return (
    <div className="pb-1">
      <PickRow label={t('field.status')} shown={<StatusPill kind={task.statusKind} name={status} />} empty={false}>
        {(save, close) => (
          <PickList
            label={t('field.status')}
            choices={statusChoices(project.statuses)}
            value={[task.status]}
            onPick={(next) => {
              save({ status: next });
              close();
            }}
          />
        )}
      </PickRow>
      <PickRow
        label={t('field.priority')}
        shown={
          <>
            <PriorityIcon priority={task.priority} decorative /> {t(`common:priority.${task.priority}`)}
          </>
        }
        empty={false}
      >
        {(save, close) => (
          <PriorityList
            label={t('field.priority')}
            value={task.priority}
            onPick={(priority) => {
              save({ priority });
              close();
            }}
          />
        )}
      </PickRow>
      <PeopleRow />
      <SchemaRow name="blockedReason" />
      <PickRow label={t('field.labels')} shown={<LabelChips wrap labels={labelsOf(task, lookup.labels)} />} empty={task.labels.length === 0}>
        {(save) => <LabelList label={t('field.labels')} value={task.labels} onChange={(labels) => save({ labels })} />}
      </PickRow>
    </div>
  );
}
