// Lines over days, drawn by hand: an axis of round numbers, a mark for one day, values under the pointer. The same
// figures stand in a table below, for screen readers and for whoever wants them exactly.
import { useId, useMemo, useState, type PointerEvent, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '@/api/types';
import { formatDay } from '@/lib/format';
import { spread, ticks } from '@/lib/ticks';
import { ChartFigures } from './ChartFigures';

export interface ChartLine {
  name: string;
  /** One value a day of `days`; null where it is not known. */
  values: readonly (number | null)[];
  /** A class that sets the colour (`text-…`). */
  tone: string;
  /** Told apart without colours as well. */
  dash?: string;
  /** The ground below it is tinted. */
  area?: boolean;
}

interface LineChartProps {
  title: string;
  /** What the lines say, in a sentence. */
  summary: string;
  days: readonly Day[];
  lines: readonly ChartLine[];
  /** A day to mark, with its name. */
  mark?: { day: Day; name: string } | undefined;
  format: (value: number) => string;
  formatAxis: (value: number) => string;
}

const height = 240;
const edge = { top: 12, right: 12, bottom: 24 };
const letter = 6.4;
/** From one day's name to the next: the first begins where it is, the others have theirs in the middle. */
const dayRoom = 110;

export function LineChart(props: LineChartProps) {
  const { title, summary, days, lines, mark, format, formatAxis } = props;
  const { t } = useTranslation();
  const id = useId();
  const [ref, width] = useWidth();
  const [at, setAt] = useState<number | null>(null);
  const axis = useMemo(() => ticks(Math.max(0, ...lines.flatMap(({ values }) => values.map((value) => value ?? 0)))), [lines]);
  const left = 12 + Math.max(...axis.map((value) => formatAxis(value).length)) * letter;
  const top = axis.at(-1) ?? 1;
  const x = (index: number): number => left + (days.length < 2 ? 0.5 : index / (days.length - 1)) * Math.max(1, width - left - edge.right);
  const y = (value: number): number => edge.top + (1 - value / top) * (height - edge.top - edge.bottom);
  const marked = mark ? placeOf(days, mark.day) : null;
  const follow = (event: PointerEvent<SVGSVGElement>) => {
    const share = (event.clientX - event.currentTarget.getBoundingClientRect().left - left) / Math.max(1, width - left - edge.right);
    setAt(Math.min(days.length - 1, Math.max(0, Math.round(share * (days.length - 1)))));
  };
  return (
    <figure aria-labelledby={id} className="min-w-0">
      <figcaption className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <h3 id={id} className="text-sm">
          {title}
        </h3>
        <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
          {lines.map((line) => (
            <li key={line.name} className="flex items-center gap-1.5">
              <svg width="20" height="8" aria-hidden="true" className={line.tone}>
                <line x1="0" y1="4" x2="20" y2="4" stroke="currentColor" strokeWidth="2" strokeDasharray={line.dash} />
              </svg>
              {line.name}
            </li>
          ))}
        </ul>
      </figcaption>
      <div ref={ref} className="relative mt-2" style={{ height }}>
        {width > 0 && (
          <svg width={width} height={height} role="img" aria-label={`${title}. ${summary}`} onPointerMove={follow} onPointerLeave={() => setAt(null)} className="absolute inset-0 touch-pan-y">
            {axis.map((value) => (
              <g key={value}>
                <line x1={left} x2={width - edge.right} y1={y(value)} y2={y(value)} className="stroke-line" />
                <text x={left - 6} y={y(value) + 3.5} textAnchor="end" className="nums fill-muted text-[10.5px]">
                  {formatAxis(value)}
                </text>
              </g>
            ))}
            {spread(days.length, Math.floor((width - left) / dayRoom)).map((index) => (
              <text key={index} x={x(index)} y={height - 6} textAnchor={index === 0 ? 'start' : x(index) > width - 40 ? 'end' : 'middle'} className="nums fill-muted text-[10.5px]">
                {formatDay(days[index] ?? '')}
              </text>
            ))}
            {mark && marked !== null && (
              <g className="text-muted">
                <line x1={x(marked)} x2={x(marked)} y1={edge.top} y2={height - edge.bottom} stroke="currentColor" strokeDasharray="2 3" />
                <text x={x(marked) + (x(marked) > width - 90 ? -4 : 4)} y={edge.top + 8} textAnchor={x(marked) > width - 90 ? 'end' : 'start'} fill="currentColor" className="text-[10.5px]">
                  {mark.name}
                </text>
              </g>
            )}
            {lines.map((line) => (
              <Line key={line.name} line={line} x={x} y={y} base={y(0)} />
            ))}
            {at !== null && (
              <g>
                <line x1={x(at)} x2={x(at)} y1={edge.top} y2={height - edge.bottom} className="stroke-line-strong" />
                {lines.map(({ name, values, tone }) => {
                  const value = values[at];
                  return value != null && <circle key={name} cx={x(at)} cy={y(value)} r="3.5" fill="currentColor" className={tone} />;
                })}
              </g>
            )}
          </svg>
        )}
        {at !== null && (
          <div aria-hidden="true" className="popup pointer-events-none absolute top-2 z-[1] px-2.5 py-1.5 text-xs" style={x(at) > width / 2 ? { right: width - x(at) + 10 } : { left: x(at) + 10 }}>
            <p className="nums text-muted">{formatDay(days[at] ?? '')}</p>
            {lines.map(({ name, values, tone }) => {
              const value = values[at];
              return (
                value != null && (
                  <p key={name} className="nums flex justify-between gap-4">
                    <span className={tone}>{name}</span> {format(value)}
                  </p>
                )
              );
            })}
          </div>
        )}
      </div>
      <details className="mt-1 text-xs">
        <summary className="w-fit cursor-pointer rounded-sm text-muted hover:text-text">{t('chart.figures')}</summary>
        <div className="mt-2 max-h-72 overflow-auto rounded-md border" role="group" aria-label={title} tabIndex={0}>
          <ChartFigures title={title} days={days} lines={lines} format={format} />
        </div>
      </details>
    </figure>
  );
}

function Line({ line, x, y, base }: { line: ChartLine; x: (index: number) => number; y: (value: number) => number; base: number }) {
  const known = line.values.flatMap((value, index) => (value === null ? [] : [[x(index), y(value)] as const]));
  const [first] = known;
  const last = known.at(-1);
  if (!first || !last) return null;
  const path = known.map(([px, py], index) => `${index === 0 ? 'M' : 'L'}${px.toFixed(1)} ${py.toFixed(1)}`).join('');
  return (
    <g className={line.tone}>
      {line.area && <path d={`${path}L${last[0].toFixed(1)} ${base}L${first[0].toFixed(1)} ${base}Z`} fill="currentColor" opacity="0.1" />}
      <path d={path} fill="none" stroke="currentColor" strokeWidth="2" strokeLinejoin="round" strokeDasharray={line.dash} />
      {known.length === 1 && <circle cx={first[0]} cy={first[1]} r="3" fill="currentColor" />}
    </g>
  );
}

/** Where a day lies between those of the axis, in steps of theirs; null beyond them. */
function placeOf(days: readonly Day[], day: Day): number | null {
  const after = days.findIndex((one) => one >= day);
  if (after < 0 || (after === 0 && days[0] !== day)) return null;
  const [from, to] = [days[after - 1], days[after]].map((one) => Date.parse(one ?? ''));
  if (days[after] === day || from === undefined || to === undefined) return after;
  return after - 1 + (Date.parse(day) - from) / (to - from);
}

function useWidth(): [Ref<HTMLDivElement>, number] {
  const [width, setWidth] = useState(0);
  const ref = useMemo(
    () => (element: HTMLDivElement | null) => {
      if (!element) return;
      const observer = new ResizeObserver(() => setWidth(element.clientWidth));
      observer.observe(element);
      return () => observer.disconnect();
    },
    [],
  );
  return [ref, width];
}
