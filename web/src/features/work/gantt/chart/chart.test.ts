import { describe, expect, it } from 'vitest';
import { mix } from './colors';
import { hoursOf } from './hours';
import { decode, type Bar, type GanttBody, type Link } from './model';
import { cutsOf, sceneOn } from './pages';
import { route, type End } from './route';
import { indexLinks, rowsOf, rowsWith } from './rows';
import { fitting, floorTo, levelOf, nextOf, ticks, timeAt, xOf, zoomed } from './scale';
import type { Scene } from './scene';
import { dragged, nudged, nudgedEnd, stretched } from './shift';
import { chartOf, shifted } from './shifted';
import { SvgPen } from './svgPen';
import { daySeconds, zoneOf } from './zone';

const at = (text: string): number => Date.parse(`${text}Z`) / 1_000;
const day = (text: string): number => at(`${text}T00:00`) / daySeconds;
const text = (local: number): string => new Date(local * 1_000).toISOString().slice(0, 16);

const office = [
  [480, 720],
  [780, 1_020],
];
const week = [office, office, office, office, office, [], []];
const easter = { from: '2026-04-03', to: '2026-04-06', hours: [] };
const hours = hoursOf({ week, exceptions: [easter] });

describe('the clock of a time zone', () => {
  const berlin = zoneOf('Europe/Berlin');
  it('knows summer from winter, and finds back', () => {
    expect(text(berlin.toLocal(at('2026-01-15T08:00')))).toBe('2026-01-15T09:00');
    expect(text(berlin.toLocal(at('2026-07-15T08:00')))).toBe('2026-07-15T10:00');
    for (const moment of ['2026-03-29T00:30', '2026-03-29T01:30', '2026-10-24T23:30', '2026-10-25T02:30', '2026-12-01T12:00']) {
      expect(text(berlin.toUtc(berlin.toLocal(at(moment))))).toBe(moment);
    }
  });
  it('changes at the minute', () => {
    expect(text(berlin.toLocal(at('2026-03-29T00:59')))).toBe('2026-03-29T01:59');
    expect(text(berlin.toLocal(at('2026-03-29T01:00')))).toBe('2026-03-29T03:00');
  });
});

describe('working hours', () => {
  it('knows free days and goes to the next day of work, forwards and back', () => {
    expect(hours.works(day('2026-04-02'))).toBe(true);
    expect(hours.works(day('2026-04-03'))).toBe(false);
    expect(hours.works(day('2026-04-04'))).toBe(false);
    expect(hours.workday(day('2026-04-03'), 1)).toBe(day('2026-04-07'));
    expect(hours.workday(day('2026-04-06'), -1)).toBe(day('2026-04-02'));
  });
  it('counts working days on and back, over weekends and within a day', () => {
    expect(text(hours.after(at('2026-03-02T08:00'), 1))).toBe('2026-03-02T17:00');
    expect(text(hours.after(at('2026-03-06T13:00'), 1))).toBe('2026-03-09T12:00');
    expect(text(hours.after(at('2026-03-09T12:00'), -1))).toBe('2026-03-06T13:00');
    expect(text(hours.after(at('2026-03-02T08:00'), 0))).toBe('2026-03-02T08:00');
  });
});

describe('the scale', () => {
  const scale = { origin: at('2026-03-01T00:00'), perDay: 20 };
  it('goes from time to pixels and back', () => {
    expect(xOf(scale, at('2026-03-03T12:00'))).toBe(50);
    expect(text(timeAt(scale, 50))).toBe('2026-03-03T12:00');
  });
  it('chooses its units by the width of a day, and goes through all levels', () => {
    expect([0.1, 1, 2, 9, 30, 800].map((perDay) => levelOf(perDay).name)).toEqual(['years', 'quarters', 'months', 'weeks', 'days', 'hours']);
    let perDay = 0.1;
    for (let press = 0; press < 9; press++) perDay = zoomed(perDay, 1);
    expect(levelOf(perDay).name).toBe('hours');
    expect(fitting(at('2026-03-01T00:00'), at('2026-03-11T00:00'), 300)).toBe(30);
  });
  it('finds where units begin and end', () => {
    const moment = at('2026-11-25T15:40');
    expect((['hour', 'day', 'week', 'month', 'quarter', 'year', 'decade'] as const).map((unit) => text(floorTo(unit, moment)))).toEqual([
      '2026-11-25T15:00',
      '2026-11-25T00:00',
      '2026-11-23T00:00',
      '2026-11-01T00:00',
      '2026-10-01T00:00',
      '2026-01-01T00:00',
      '2020-01-01T00:00',
    ]);
    expect(text(nextOf('quarter', at('2026-10-01T00:00')))).toBe('2027-01-01T00:00');
    expect(text(floorTo('hour', moment, 6))).toBe('2026-11-25T12:00');
    expect(ticks('month', at('2026-01-20T00:00'), at('2026-04-01T00:00')).map(text)).toEqual(['2026-01-01T00:00', '2026-02-01T00:00', '2026-03-01T00:00']);
  });
});

const columns = { start: '2026-03-02T07:00', end: '2026-03-03T16:00' };
const row = (parent: number, kind: number, more: Partial<Record<string, unknown>> = {}) => ({ parent, kind, ...columns, ...more });
function body(rows: ReturnType<typeof row>[], links: [number, number][]): GanttBody {
  const values = (name: string, otherwise: unknown): never => rows.map((one) => (name in one ? (one as Record<string, unknown>)[name] : otherwise)) as never;
  const times = (name: string): never => rows.map((one) => { const value = (one as Record<string, unknown>)[name]; return typeof value === 'string' ? at(value) : null; }) as never;
  return {
    projectId: 'p',
    projectStart: at(columns.start),
    projectFinish: at(columns.end),
    tasks: {
      id: rows.map((_one, index) => `t${index}`),
      key: rows.map((_one, index) => `WEB-${index + 1}`),
      title: rows.map((_one, index) => `Task ${index + 1}`),
      parent: values('parent', -1),
      start: times('start'),
      end: times('end'),
      plannedStart: rows.map(() => at(columns.start)),
      plannedEnd: rows.map(() => at(columns.end)),
      duration: values('duration', 2),
      percent: values('percent', 0),
      kind: values('kind', 0),
      manual: values('manual', 0),
      critical: values('critical', 0),
      totalFloat: values('totalFloat', 0),
      freeFloat: values('freeFloat', 0),
      deadline: times('deadline'),
      constraint: values('constraint', null),
      constraintDate: times('constraintDate'),
      baselineStart: times('baselineStart'),
      baselineEnd: times('baselineEnd'),
      statusKind: values('statusKind', 'open'),
      assignee: values('assignee', null),
      calendar: values('calendar', 0),
      revision: values('revision', 1),
    },
    links: { from: links.map(([from]) => from), to: links.map(([, to]) => to), type: links.map(() => 'FS'), lag: links.map(() => '0d') },
    hiddenPredecessors: 0,
    calendars: [{ timeZone: 'Europe/Berlin', week, exceptions: [] }],
  };
}

const tree = body([row(-1, 1), row(0, 0), row(0, 1), row(2, 0, { start: null, end: null }), row(-1, 2)], [[1, 3], [3, 4]]);

describe('the columns of the server', () => {
  const chart = decode(tree);
  it('become bars with their place in the tree and the clock of the project', () => {
    expect(chart.bars.map(({ depth, kind }) => [depth, kind])).toEqual([[0, 'summary'], [1, 'task'], [1, 'summary'], [2, 'task'], [0, 'milestone']]);
    expect(chart.bars.map(({ position, siblings }) => `${position}/${siblings}`)).toEqual(['1/2', '1/2', '2/2', '1/1', '2/2']);
    expect(text(chart.bars[1]?.start ?? 0)).toBe('2026-03-02T08:00');
    expect(chart.bars[3]?.waitsFor).toEqual([0]);
    expect(chart.links[0]).toEqual({ from: 1, to: 3, type: 'FS', lag: '0d' });
  });
  it('show proposed dates where none are stored, and say so', () => {
    expect(chart.bars[3]).toMatchObject({ dated: false, start: chart.bars[1]?.start });
    expect(chart.dated).toBe(true);
  });
  it('take what has moved, and leave the answer as it was', () => {
    const moved = shifted(tree, new Map([['t1', { start: at('2026-03-04T07:00'), end: at('2026-03-05T16:00') }]]));
    expect(text(decode(moved).bars[1]?.end ?? 0)).toBe('2026-03-05T17:00');
    expect(tree.tasks.start[1]).toBe(at(columns.start));
    expect(moved.tasks.title).toBe(tree.tasks.title);
  });
});

describe('lines', () => {
  const { bars, links } = decode(tree);
  it('leave out what lies below a closed summary', () => {
    expect(rowsOf(bars, new Set()).shown).toHaveLength(5);
    expect(rowsOf(bars, new Set(['t2'])).shown.map((bar) => bar.id)).toEqual(['t0', 't1', 't2', 't4']);
    expect([...rowsOf(bars, new Set(['t0'])).rowOf]).toEqual([0, -1, -1, -1, 1]);
  });
  it('find the links that cross a stretch, near and far ones, and none of what is closed', () => {
    const near = (closed: string[], first: number, last: number) => {
      const found: string[] = [];
      indexLinks(links, rowsOf(bars, new Set(closed)).rowOf).near(first, last, (link) => found.push(`${link.from}-${link.to}`));
      return found;
    };
    expect(near([], 0, 4).sort()).toEqual(['1-3', '3-4']);
    expect(near(['t2'], 0, 4)).toEqual([]);
    const many = Array.from({ length: 10_000 }, (_one, from) => ({ from, to: from + 1, type: 'FS' as const, lag: '0d' })).slice(0, -1);
    const far = { from: 5, to: 9_000, type: 'FS' as const, lag: '0d' };
    const visited: Link[] = [];
    indexLinks([...many, far], new Int32Array(10_000).map((_zero, index) => index)).near(4_000, 4_030, (link) => visited.push(link));
    expect(visited).toContain(far);
    expect(visited.length).toBeLessThan(120);
    expect(visited.filter(({ from }) => from >= 4_000 && from < 4_030)).toHaveLength(30);
  });
});

describe('the way of a link', () => {
  const end = (start: number, to: number, y: number): End => ({ start, end: to, y, half: 8 });
  const way = (...[type, from, to]: [Parameters<typeof route>[0], End, End]) => {
    const out = [99];
    route(type, from, to, 32, out);
    return out;
  };
  it('drops into what follows at once', () => {
    expect(way('FS', end(0, 100, 16), end(100, 150, 48))).toEqual([100, 16, 105, 16, 105, 40]);
  });
  it('turns down and goes on where there is room', () => {
    expect(way('FS', end(0, 100, 16), end(200, 250, 48))).toEqual([100, 16, 107, 16, 107, 48, 200, 48]);
  });
  it('goes back between the lines where what waits begins earlier', () => {
    expect(way('FS', end(0, 100, 16), end(40, 90, 48))).toEqual([100, 16, 107, 16, 107, 32, 33, 32, 33, 48, 40, 48]);
  });
  it('runs before both starts, and behind both ends', () => {
    expect(way('SS', end(50, 100, 16), end(20, 90, 48))).toEqual([50, 16, 13, 16, 13, 48, 20, 48]);
    expect(way('FF', end(50, 100, 48), end(20, 90, 16))).toEqual([100, 48, 107, 48, 107, 16, 90, 16]);
  });
  it('has horizontal and vertical pieces only', () => {
    for (const type of ['FS', 'SS', 'FF', 'SF'] as const) {
      for (const start of [-300, 95, 100, 112, 400]) {
        const out = way(type, end(0, 100, 200), end(start, start + 60, 40));
        for (let piece = 2; piece < out.length; piece += 2) expect(out[piece] === out[piece - 2] || out[piece + 1] === out[piece - 1]).toBe(true);
      }
    }
  });
});

describe('a moved bar', () => {
  const bar: Bar = { ...(decode(tree).bars[1] as Bar), start: at('2026-03-05T08:00'), end: at('2026-03-06T17:00'), duration: 2, hours };
  it('begins on a working day and keeps its working time', () => {
    const moved = dragged(bar, 2.2 * daySeconds, 'day');
    expect([text(moved.start), text(moved.end)]).toEqual(['2026-03-09T08:00', '2026-03-10T17:00']);
  });
  it('steps over free days with the keys, in both directions', () => {
    const friday = { ...bar, start: at('2026-03-06T08:00'), end: at('2026-03-09T17:00') };
    expect(text(nudged(friday, 1, 'day').start)).toBe('2026-03-09T08:00');
    expect(text(nudged({ ...friday, start: at('2026-03-09T08:00') }, -1, 'day').start)).toBe('2026-03-06T08:00');
    expect(text(nudged(friday, 1, 'week').start)).toBe('2026-03-13T08:00');
    expect(text(nudged(friday, 1, 'month').start)).toBe('2026-04-07T08:00');
    expect(text(nudged(friday, -1, 'hour').start)).toBe('2026-03-06T07:00');
  });
  it('goes anywhere when it is kept by hand', () => {
    expect(text(dragged({ ...bar, manual: true }, 2 * daySeconds, 'day').start)).toBe('2026-03-07T08:00');
  });
  it('never ends before it starts', () => {
    expect(text(stretched(bar, daySeconds * 3, 'day').end)).toBe('2026-03-09T17:00');
    expect(text(stretched(bar, daySeconds * 2, 'day').end)).toBe('2026-03-06T17:00');
    expect(stretched(bar, -daySeconds * 30, 'day').end).toBeGreaterThan(bar.start);
    expect(text(nudgedEnd(bar, 1, 'day').end)).toBe('2026-03-09T17:00');
    const short = { ...bar, end: at('2026-03-05T17:00') };
    expect(nudgedEnd(short, -1, 'day').end).toBe(short.end);
  });
});

describe('drawings', () => {
  it('mix colours', () => {
    expect(mix('#ff0000', '#0000ff', 0.5)).toBe('#800080');
    expect(mix('#f00', '#00f', 0.5)).toBe('#800080');
  });
  it('are written as SVG with clips closed and texts escaped', () => {
    const pen = new SvgPen();
    pen.save();
    pen.beginPath();
    pen.rect(0, 0, 10, 10);
    pen.clip();
    pen.fillText('<Design & build>', 1, 2);
    pen.restore();
    const svg = new DOMParser().parseFromString(pen.text(10, 10), 'image/svg+xml');
    expect(svg.querySelector('parsererror')).toBeNull();
    expect(svg.querySelector('g > text')?.textContent).toBe('<Design & build>');
  });
});

describe('an edit', () => {
  it('makes only the bars anew that it touches, as reading all again would', () => {
    const before = chartOf(tree);
    const body = shifted(tree, new Map([['t1', { start: at('2026-03-04T07:00'), end: at('2026-03-09T16:00'), manual: true, constraint: 'SNET', constraintDate: at('2026-03-04T07:00') }]]));
    const after = chartOf(body);
    expect(after.bars[3]).toBe(before.bars[3]);
    expect(after.shape).toBe(before.shape);
    expect(before.bars[1]?.manual).toBe(false);
    const anew = decode(body);
    expect({ ...after.bars[1], hours }).toEqual({ ...anew.bars[1], hours });
    expect([after.from, after.to]).toEqual([anew.from, anew.to]);
    const rows = rowsWith(rowsOf(before.bars, new Set()), after.bars);
    expect(rows.shown[1]).toBe(after.bars[1]);
  });
  it('gives dates to a task that had none', () => {
    chartOf(tree);
    const after = chartOf(shifted(tree, new Map([['t3', { start: at('2026-03-04T07:00') }], ['elsewhere', { percent: 5 }]])));
    expect(after.bars[3]?.dated).toBe(true);
  });
});

describe('pages', () => {
  const many = decode(body(Array.from({ length: 60 }, () => row(-1, 0)), []));
  const scene = { chart: many, rows: rowsOf(many.bars, new Set()), scale: { origin: many.from, perDay: 700 } } as unknown as Scene;
  it('hold whole lines, each once', () => {
    const { pages } = cutsOf(scene, 'a4', 'fit');
    expect(pages.map(({ row: first, rows }) => [first, rows])).toEqual([[0, 25], [25, 25], [50, 10]]);
  });
  it('go on to the right where time is as wide as on the screen', () => {
    const cuts = cutsOf(scene, 'a4', 'screen');
    expect(cuts.pages).toHaveLength(6);
    const [first, , , second] = cuts.pages;
    if (!first || !second) throw new Error('no pages');
    const [left, right] = [sceneOn(scene, cuts, first), sceneOn(scene, cuts, second)];
    expect(right.left).toBe(left.left + left.width);
  });
});
