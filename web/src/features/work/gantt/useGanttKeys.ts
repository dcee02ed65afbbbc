// The keys of the chart. Those of the grid work while it has the focus; zoom and marks work anywhere in the view.
import { Link2, Maximize2, Route, ZoomIn, ZoomOut } from 'lucide-react';
import { useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Id } from '@/api/types';
import { keyName, useActions, type Action } from '@/lib/actions';
import type { Bar } from './chart/model';
import type { Rows } from './chart/rows';
import { zoomed } from './chart/scale';
import type { Shown } from './chart/scene';
import { nudged, nudgedEnd } from './chart/shift';
import { datesChange } from './changes';
import { momentText } from './texts';
import type { GanttWrites } from './useGanttWrites';
import type { StageRef } from './useStage';

interface KeyOptions {
  rows: Rows;
  chosen: Bar | undefined;
  collapsed: ReadonlySet<Id>;
  stage: StageRef;
  mayChange: boolean;
  writes: GanttWrites;
  /** Says something to screen readers. */
  say: (text: string) => void;
  select: (bar: Bar) => void;
  collapse: (bar: Bar, close: boolean) => void;
  open: (bar: Bar) => void;
  toggle: (name: keyof Shown) => void;
  onLink: () => void;
}

export const zoomBy = ({ current }: StageRef, step: 1 | -1): void => current?.zoom(zoomed(current.scene.scale.perDay, step));
export const showToday = ({ current }: StageRef): void => current?.showAt(current.scene.now, current.scene.width / 3);

const page = 20;
const inGrid = ['alt+arrowright', 'alt+arrowleft', 'alt+shift+arrowright', 'alt+shift+arrowleft', 'enter'] as const;

export function useGanttKeys(options: KeyOptions): (event: KeyboardEvent) => void {
  const { t } = useTranslation(['gantt', 'work']);
  const { rows, chosen, stage, mayChange, writes, select, collapse } = options;
  const group = t('keys.group');
  const text = {
    'alt+arrowright': t('keys.later'),
    'alt+arrowleft': t('keys.earlier'),
    'alt+shift+arrowright': t('keys.longer'),
    'alt+shift+arrowleft': t('keys.shorter'),
    enter: t('work:menu.open'),
  };
  const link = mayChange && chosen && chosen.kind !== 'summary';
  useActions([
    ...inGrid.map((keys): Action => ({ id: `gantt.${keys}`, label: text[keys], group, keys, palette: false, local: true, run: () => {} })),
    { id: 'gantt.in', label: t('zoom.in'), group, keys: '+', icon: ZoomIn, run: () => zoomBy(stage, 1) },
    { id: 'gantt.out', label: t('zoom.out'), group, keys: '-', icon: ZoomOut, run: () => zoomBy(stage, -1) },
    { id: 'gantt.fit', label: t('zoom.fit'), group, keys: '0', icon: Maximize2, run: () => stage.current?.fit() },
    { id: 'gantt.today', label: t('zoom.showToday'), group, keys: 't', run: () => showToday(stage) },
    { id: 'gantt.critical', label: t('show.critical'), group, keys: 'c', icon: Route, run: () => options.toggle('critical') },
    { id: 'gantt.slack', label: t('show.slack'), group, keys: 's', run: () => options.toggle('slack') },
    ...(link ? [{ id: 'gantt.link', label: t('link.action', { key: chosen.key }), group, keys: 'l', icon: Link2, run: options.onLink }] : []),
  ]);

  // Keys come faster than the screen is drawn anew: each goes on from where the one before has led.
  const ahead = useRef<{ from: Bar; bar: Bar }>(undefined);
  const goTo = (index: number): void => {
    const bar = rows.shown[Math.min(rows.shown.length - 1, Math.max(0, index))];
    if (bar) select(bar);
  };
  const at = chosen ? (rows.rowOf[chosen.at] ?? -1) : -1;
  const disclose = (close: boolean): void => {
    const above = chosen && rows.shown.find((bar) => bar.at === chosen.parent);
    if (chosen?.kind === 'summary' && options.collapsed.has(chosen.id) !== close) collapse(chosen, close);
    else if (close && above) select(above);
    else if (!close && chosen?.kind === 'summary') goTo(at + 1);
  };
  /** Moves the bar, or its end, by a unit of the zoom. */
  const nudge = (direction: 1 | -1, edge: 'start' | 'end'): void => {
    const { current } = stage;
    if (!chosen || !current || !mayChange || chosen.kind === 'summary' || (edge === 'end' && chosen.kind === 'milestone')) return;
    const { step } = current.level;
    const bar = ahead.current?.from === chosen ? ahead.current.bar : chosen;
    const dates = edge === 'start' ? nudged(bar, direction, step) : nudgedEnd(bar, direction, step);
    if (dates.start === bar.start && dates.end === bar.end) return;
    ahead.current = { from: chosen, bar: { ...bar, ...dates } };
    writes.nudge(chosen, ...datesChange(edge, dates, current.scene.chart.zone));
    current.reveal(dates.start, dates.end);
    options.say(t('moved', { key: chosen.key, start: momentText(dates.start), end: momentText(dates.end) }));
  };
  /** What answers false leaves the key to others. */
  const commands: Record<string, () => unknown> = {
    arrowdown: () => goTo(at + 1),
    arrowup: () => goTo(at - 1),
    pagedown: () => goTo(at + page),
    pageup: () => goTo(at - page),
    home: () => goTo(0),
    end: () => goTo(rows.shown.length - 1),
    arrowright: () => disclose(false),
    arrowleft: () => disclose(true),
    enter: () => chosen && options.open(chosen),
    o: () => chosen && options.open(chosen),
    'mod+z': () => writes.giveUp(),
    'alt+arrowright': () => nudge(1, 'start'),
    'alt+arrowleft': () => nudge(-1, 'start'),
    'alt+shift+arrowright': () => nudge(1, 'end'),
    'alt+shift+arrowleft': () => nudge(-1, 'end'),
  };
  return (event) => {
    const command = event.target === event.currentTarget ? commands[keyName(event)] : undefined;
    if (command && command() !== false) event.preventDefault();
  };
}
