// The picture beside the grid, with its own scroll bar for time. Hidden from screen readers: the grid says the same.
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Project } from '@/api/types';
import type { Bar, Chart } from './chart/model';
import { Tip } from './Tip';
import type { GanttWrites } from './useGanttWrites';
import { usePointer } from './usePointer';
import type { StageRef } from './useStage';

interface ChartCanvasProps {
  project: Project;
  chart: Chart;
  stage: StageRef;
  height: number;
  mayChange: boolean;
  writes: GanttWrites;
  scroller: HTMLDivElement | null;
  onChoose: (bar: Bar) => void;
  onOpen: (bar: Bar) => void;
}

export function ChartCanvas(props: ChartCanvasProps) {
  const { project, chart, stage, height } = props;
  const { t } = useTranslation('gantt');
  const bar = useRef<HTMLDivElement>(null);
  const inner = useRef<HTMLDivElement>(null);
  const pointer = usePointer(props);
  useWheel(stage);
  useEffect(() => {
    const { current } = stage;
    if (!current) return;
    current.onExtent = (width, left) => {
      if (!bar.current || !inner.current) return;
      inner.current.style.width = `${width}px`;
      if (Math.abs(bar.current.scrollLeft - left) > 1) bar.current.scrollLeft = left;
    };
    current.scrollTo(current.scene.left);
  }, [stage, height]);
  const onScroll = () => {
    const [left, { current }] = [bar.current?.scrollLeft ?? 0, stage];
    if (current && Math.abs(current.scene.left - left) > 1) current.scrollTo(left);
  };
  return (
    <div className="sticky top-0 min-w-0 flex-1 overflow-hidden" style={{ height }} data-gantt-chart>
      <canvas
        ref={stage.canvas}
        aria-hidden="true"
        aria-label={t('chart.label')}
        className="absolute inset-0 size-full touch-none select-none"
        // The keys stay with the grid.
        onMouseDown={(event) => event.preventDefault()}
        onPointerDown={pointer.onPointerDown}
        onPointerMove={pointer.onPointerMove}
        onPointerUp={pointer.onPointerUp}
        onPointerCancel={pointer.onPointerCancel}
        onPointerLeave={pointer.onPointerLeave}
        onDoubleClick={pointer.onDoubleClick}
      />
      <div ref={bar} onScroll={onScroll} tabIndex={-1} aria-hidden="true" className="absolute inset-x-0 bottom-0 h-3 overflow-x-auto overflow-y-hidden">
        <div ref={inner} className="h-px" />
      </div>
      {pointer.tip && <Tip project={project} chart={chart} tip={pointer.tip} />}
    </div>
  );
}

/** Ctrl and wheel zoom where the pointer is; sideways scrolls time; up and down is the page's. */
function useWheel(stage: StageRef): void {
  useEffect(() => {
    const canvas = stage.canvas.current;
    const onWheel = (event: WheelEvent) => {
      const { current } = stage;
      if (!current) return;
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        current.zoom(current.scene.scale.perDay * Math.exp(-event.deltaY * 0.0025), event.offsetX);
        return;
      }
      const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
      if (sideways === 0) return;
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) event.preventDefault();
      current.scrollTo(current.scene.left + sideways);
    };
    // React's own wheel listeners cannot keep the page from zooming.
    canvas?.addEventListener('wheel', onWheel, { passive: false });
    return () => canvas?.removeEventListener('wheel', onWheel);
  }, [stage]);
}
