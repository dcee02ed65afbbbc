// The buttons over the chart: zoom, fit and today, what is shown, schedule.
import { Link } from '@tanstack/react-router';
import { CalendarClock, ChevronsDownUp, ChevronsUpDown, Download, Eye, GitCompareArrows, Maximize2, Minus, Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Project } from '@/api/types';
import { Button, IconButton } from '@/ui/Button';
import { Menu } from '@/ui/Menu';
import { levels, type Level } from './chart/scale';
import type { Shown } from './chart/scene';
import { exportChart } from './exportChart';
import { showToday, zoomBy } from './useGanttKeys';
import type { StageRef } from './useStage';

interface GanttToolsProps {
  project: Project;
  stage: StageRef;
  shown: Shown;
  onToggle: (name: keyof Shown) => void;
  onExpand: () => void;
  onCollapse: () => void;
  onPrint: () => void;
  onSchedule?: (() => void) | undefined;
}

const marks = ['critical', 'slack', 'baseline', 'links'] as const;
const keys: Partial<Record<keyof Shown, string>> = { critical: 'c', slack: 's' };

export function GanttTools({ project, stage, shown, onToggle, onExpand, onCollapse, onPrint, onSchedule }: GanttToolsProps) {
  const { t } = useTranslation(['gantt', 'work']);
  const level = useLevel(stage);
  const zooms = levels.toReversed().map(({ name, perDay }) => ({ id: name, label: t(`zoom.${name}`), checked: name === level, onSelect: () => stage.current?.zoom(perDay) }));
  const shows = marks.map((name) => ({ id: name, label: t(`show.${name}`), checked: shown[name], ...(keys[name] ? { keys: keys[name] } : {}), onSelect: () => onToggle(name) }));
  const files = (['png', 'svg'] as const).map((kind) => ({ id: kind, label: t(`export.${kind}`), onSelect: () => stage.current && exportChart(stage.current.scene, kind, project.key) }));
  return (
    <div role="toolbar" aria-label={t('tools')} className="flex min-h-10 shrink-0 flex-wrap items-center gap-1 border-b px-2 py-1 sm:px-3 @max-[620px]:gap-0">
      <IconButton size="sm" label={t('work:list.expandAll')} onClick={onExpand}>
        <ChevronsUpDown />
      </IconButton>
      <IconButton size="sm" label={t('work:list.collapseAll')} onClick={onCollapse}>
        <ChevronsDownUp />
      </IconButton>
      <div className="flex items-center sm:ml-auto">
        <IconButton size="sm" label={t('zoom.out')} keys="-" onClick={() => zoomBy(stage, -1)}>
          <Minus />
        </IconButton>
        <Menu
          groups={[zooms]}
          trigger={
            <Button kind="ghost" size="sm" className="min-w-20 @max-[620px]:min-w-16 @max-[620px]:px-1" aria-label={t('zoom.label', { level: t(`zoom.${level}`) })}>
              {t(`zoom.${level}`)}
            </Button>
          }
        />
        <IconButton size="sm" label={t('zoom.in')} keys="+" onClick={() => zoomBy(stage, 1)}>
          <Plus />
        </IconButton>
      </div>
      <IconButton size="sm" label={t('zoom.fit')} keys="0" onClick={() => stage.current?.fit()}>
        <Maximize2 />
      </IconButton>
      <Button kind="ghost" size="sm" onClick={() => showToday(stage)}>
        {t('zoom.today')}
      </Button>
      <Menu
        align="end"
        groups={[shows]}
        trigger={
          <IconButton size="sm" label={t('show.label')}>
            <Eye />
          </IconButton>
        }
      />
      <Menu
        align="end"
        groups={[[...files, { id: 'print', label: t('export.print'), onSelect: onPrint }]]}
        trigger={
          <IconButton size="sm" label={t('export.label')}>
            <Download />
          </IconButton>
        }
      />
      <Link
        to="/o/$org/projects/$project/gantt/baselines"
        params={{ org: project.organizationId, project: project.key }}
        aria-label={t('compare')}
        title={t('compare')}
        className="inline-flex size-6 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text"
      >
        <GitCompareArrows className="size-4" aria-hidden="true" />
      </Link>
      {onSchedule && (
        <Button size="sm" onClick={onSchedule} className="ml-1 max-sm:ml-auto">
          <CalendarClock className="size-4" aria-hidden="true" />
          <span className="@max-[620px]:sr-only">{t('schedule.action')}</span>
        </Button>
      )}
    </div>
  );
}

function useLevel(stage: StageRef): Level['name'] {
  const [level, setLevel] = useState<Level['name']>('days');
  useEffect(() => {
    const { current } = stage;
    if (!current) return;
    current.onLevel = ({ name }) => setLevel(name);
    current.onLevel(current.level);
  });
  return level;
}
