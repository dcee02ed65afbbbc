// Keeps the picture in step with what React knows: data, size, choice and theme.
import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import { locale } from '@/lib/format';
import { readColors } from './chart/colors';
import type { Chart } from './chart/model';
import type { LinkIndex, Rows } from './chart/rows';
import { fitting } from './chart/scale';
import type { Scene, Shown } from './chart/scene';
import { Stage } from './chart/stage';
import type { Scroller } from './useScroller';

interface StageOptions {
  chart: Chart;
  rows: Rows;
  links: LinkIndex;
  shown: Shown;
  rowHeight: number;
  selected: number;
  width: number;
  height: number;
  scroller: Scroller;
}

/** The canvas is given by `ChartCanvas`, which fills `canvas`. */
export interface StageRef {
  current: Stage | null;
  canvas: RefObject<HTMLCanvasElement | null>;
}

const now = (chart: Chart): number => chart.zone.toLocal(Date.now() / 1_000);

export function useStage(options: StageOptions): StageRef {
  const { chart, rows, links, shown, rowHeight, selected, width, height, scroller } = options;
  const canvas = useRef<HTMLCanvasElement>(null);
  const ref = useRef<StageRef>({ current: null, canvas });
  useLayoutEffect(() => {
    const change = { chart, rows, links, shown, rowHeight, selected, width, height, now: now(chart) };
    const stage = ref.current.current;
    if (stage) {
      const changed = stage.scene.chart !== chart;
      const resized = stage.scene.width !== width || changed;
      stage.update(changed && stage.scene.ghost?.dropped ? { ...change, ghost: null } : change);
      if (resized) stage.settle();
    } else if (canvas.current && width > 0 && height > 0) {
      ref.current.current = open(canvas.current, change);
    }
  }, [chart, rows, links, shown, rowHeight, selected, width, height]);
  const { listener } = scroller;
  useEffect(() => {
    listener.current = (top) => ref.current.current?.update({ top });
  }, [listener]);
  useEffect(() => {
    const stages = ref.current;
    const repaint = () => stages.current?.update({ colors: readColors(document.documentElement) });
    const observer = new MutationObserver(repaint);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    // The face of the letters may come after the first drawing.
    void document.fonts.ready.then(repaint);
    const timer = setInterval(() => stages.current?.update({ now: now(stages.current.scene.chart) }), 60_000);
    return () => {
      observer.disconnect();
      clearInterval(timer);
      stages.current?.dispose();
      stages.current = null;
    };
  }, []);
  return ref.current;
}

type Given = Omit<StageOptions, 'scroller'> & { now: number };

/** The first picture: the whole project if that can be read, else its beginning or today. */
function open(canvas: HTMLCanvasElement, given: Given): Stage {
  const scene: Scene = {
    ...given,
    scale: { origin: given.chart.from, perDay: 1 },
    left: 0,
    top: 0,
    colors: readColors(document.documentElement),
    language: locale(),
    hovered: -1,
    ghost: null,
    linking: null,
    handles: false,
  };
  const stage = new Stage(canvas, scene);
  const { chart, width } = given;
  const whole = fitting(chart.from, chart.to, width * 0.8);
  if (whole >= 2.6) {
    stage.fit();
    if (whole > 40) stage.zoom(34, 0);
    if (whole > 40) stage.showAt(chart.from, Math.min(48, width / 8));
  } else {
    stage.zoom(9);
    const inside = given.now > chart.from && given.now < chart.to;
    stage.showAt(inside ? given.now : chart.from, inside ? width / 3 : 48);
  }
  stage.draw();
  return stage;
}
