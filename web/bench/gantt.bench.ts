// The chart of a large project in the browser: how soon it is there, how it scrolls, and how it follows the pointer.
import { test, type Browser, type CDPSession, type Locator, type Page } from '@playwright/test';
import { install } from './probe';
import { project, type Place } from './project';
import { note, part, print } from './table';

const runs = Number(process.env.BENCH_RUNS ?? 3);
const sizes = (process.env.BENCH_SIZES ?? '10000,50000').split(',').map(Number);
/** How long each way of scrolling is watched. */
const scrolling = 3_000;
const longFrame = 50;

test.afterAll(print);

for (const tasks of sizes) {
  test(`${tasks} tasks`, async ({ browser, baseURL }) => {
    const place = await project(baseURL ?? '', tasks, tasks * 0.8);
    for (let run = 0; run < runs; run++) {
      const page = await open(browser, place);
      await firstPaint(page, place);
      const session = await page.context().newCDPSession(page);
      await scroll(page, session, place);
      await drag(page, session, place);
      await page.context().close();
    }
  });
}

const named = ({ tasks }: Place, what: string): string => `${tasks / 1000}k: ${what}`;

/** A browser that has never seen the app, signed in. */
async function open(browser: Browser, { session }: Place): Promise<Page> {
  const context = await browser.newContext({ storageState: session });
  await context.addInitScript(install);
  return context.newPage();
}

/** A wait that does not come to its end is told by what was not seen. */
const seen = <T>(what: string, wait: Promise<T>): Promise<T> =>
  wait.catch((cause: unknown) => {
    throw new Error(`not seen: ${what}`, { cause });
  });

/** Waits until the chart is on the screen; answers when that was. */
async function shown(page: Page): Promise<number> {
  await seen('the chart', page.waitForFunction(() => window.bench.shown > 0, undefined, { polling: 50 }));
  return page.evaluate(() => window.bench.shown);
}

async function firstPaint(page: Page, place: Place): Promise<void> {
  const goal = place.tasks <= 10_000 ? { most: 500 } : undefined;
  await page.goto(`${place.path}/gantt`, { waitUntil: 'commit' });
  note(named(place, 'first paint, nothing cached'), await shown(page), 'ms', goal);
  await page.waitForTimeout(1_500);
  await page.reload({ waitUntil: 'commit' });
  note(named(place, 'first paint, app in the browser cache'), await shown(page), 'ms', goal);
  await parts(page, place);
  await page.waitForTimeout(1_500);
  // Within the app: the first time the chart is read, the second time it is there.
  await page.goto(`${place.path}/files`);
  for (const what of ['from another view, chart to be read', 'from another view, chart read before']) {
    await page.getByRole('link', { name: 'Files' }).first().click();
    await page.getByRole('link', { name: 'Gantt' }).hover();
    await page.waitForTimeout(1_000);
    const from = await page.evaluate(() => {
      window.bench.again();
      document.querySelector<HTMLElement>('a[href$="/gantt"]')?.click();
      return performance.now();
    });
    note(named(place, what), (await shown(page)) - from, 'ms', goal);
    await page.waitForTimeout(1_500);
  }
}

/** Where the time of the last navigation went. */
async function parts(page: Page, place: Place): Promise<void> {
  const found = await page.evaluate(() => {
    const all = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    const chart = all.find(({ name }) => name.endsWith('/gantt'));
    const { parsed, drawn, shown: seen } = window.bench;
    return { chart: chart && { start: chart.startTime, first: chart.responseStart, end: chart.responseEnd, size: chart.encodedBodySize }, parsed, drawn, seen };
  });
  const { chart, parsed, drawn, seen } = found;
  if (!chart) return;
  const say = (what: string, value: number) => note(named(place, `  ${what}`), value, 'ms');
  say('until the chart is asked for', chart.start);
  say('server, to the first byte', chart.first - chart.start);
  say('download', chart.end - chart.first);
  say('JSON', parsed - chart.end);
  say('bars from columns, rows, drawing', drawn - parsed);
  say('until it is on the screen', seen - drawn);
}

/** Frames while something is done. */
async function watch(page: Page, place: Place, what: string, act: () => Promise<void>): Promise<void> {
  const frames = await page.evaluateHandle(() => window.bench.frames());
  await act();
  const times = await frames.evaluate((end) => end());
  const deltas = times.slice(1).map((time, at) => time - (times[at] ?? 0));
  const whole = ((times.length - 1) * 1_000) / ((times.at(-1) ?? 0) - (times[0] ?? 0));
  note(named(place, `${what}, frames per second`), whole, 'fps', { least: place.tasks <= 10_000 ? 50 : 40 });
  note(named(place, `${what}, median frame`), 1_000 / part(deltas, 0.5), 'fps');
  note(named(place, `${what}, slowest 5 % of frames`), 1_000 / part(deltas, 0.95), 'fps');
  note(named(place, `${what}, frames over ${longFrame} ms`), deltas.filter((delta) => delta > longFrame).length, '');
}

const box = async (page: Page) => {
  const found = await page.locator('[data-gantt-chart] canvas').boundingBox();
  if (!found) throw new Error('nothing is drawn');
  return found;
};

async function scroll(page: Page, session: CDPSession, place: Place): Promise<void> {
  const { x, y, width, height } = await box(page);
  const wheel = async (deltaX: number, deltaY: number) => {
    const from = Date.now();
    // Not waited for: a slow page gets as many events as a fast one.
    const sent: Promise<unknown>[] = [];
    while (Date.now() - from < scrolling) {
      sent.push(session.send('Input.dispatchMouseEvent', { type: 'mouseWheel', x: x + width / 2, y: y + height / 2, deltaX, deltaY }));
      await new Promise((go) => setTimeout(go, 16));
    }
    await Promise.all(sent);
  };
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.waitForTimeout(800);
  await watch(page, place, 'down by the wheel', () => wheel(0, 60));
  await watch(page, place, 'down by the wheel, fast', () => wheel(0, 400));
  await watch(page, place, 'sideways', () => wheel(24, 0));
  await watch(page, place, 'jumping to and fro', () => jump(page));
  await page.evaluate(() => document.querySelector('[role="treegrid"]')?.parentElement?.parentElement?.scrollTo(0, 0));
  await page.waitForTimeout(500);
}

/** As when the scroll bar is dragged: in every frame all rows are others. */
const jump = (page: Page): Promise<void> =>
  page.evaluate(async (time) => {
    const scroller = document.querySelector('[role="treegrid"]')?.parentElement?.parentElement;
    const from = performance.now();
    while (scroller && performance.now() - from < time) {
      const share = 0.5 - 0.4 * Math.cos((performance.now() - from) / 900);
      scroller.scrollTop = share * scroller.scrollHeight;
      await new Promise((go) => requestAnimationFrame(go));
    }
  }, scrolling);

/** Takes hold of a bar, moves it to and fro, and lets it go; there it stands at once, and its row follows. */
async function drag(page: Page, session: CDPSession, place: Place): Promise<void> {
  await page.getByRole('button', { name: /^Zoom: / }).click();
  await page.getByRole('menuitem', { name: 'Days' }).click();
  await page.getByRole('button', { name: 'Today' }).click();
  const { x: left, y: top, width } = await box(page);
  const row = page.getByRole('treegrid').locator('[data-row]').nth(2);
  const at = await row.boundingBox();
  const y = (at?.y ?? top) + (at?.height ?? 0) / 2;
  let x = left + 8;
  for (; x < left + width; x += 4) {
    await page.mouse.move(x, y);
    if ((await page.locator('[data-gantt-chart] canvas').evaluate((canvas) => canvas.style.cursor)) === 'grab') break;
  }
  if (x >= left + width) throw new Error('no bar to drag');
  x += 6;
  const mouse = (type: 'mouseMoved' | 'mousePressed' | 'mouseReleased', to: number) =>
    session.send('Input.dispatchMouseEvent', { type, x: to, y, button: 'left', buttons: type === 'mouseReleased' ? 0 : 1, clickCount: type === 'mouseMoved' ? 0 : 1 });
  await page.mouse.move(x, y);
  await mouse('mousePressed', x);
  const moves = await page.evaluateHandle(() => window.bench.responses('pointermove'));
  for (let step = 0; step <= 90; step++) {
    void mouse('mouseMoved', x + 120 * Math.sin(step / 20) + 34);
    await new Promise((go) => setTimeout(go, 24));
  }
  const delays = await moves.evaluate((end) => end());
  note(named(place, 'drag, pointer to picture, p50'), part(delays, 0.5), 'ms', { most: 50 });
  note(named(place, 'drag, pointer to picture, p95'), part(delays, 0.95), 'ms', { most: 50 });
  await mouse('mouseMoved', x + 7 * 34);
  await page.waitForTimeout(300);
  await drop(page, row, place, () => mouse('mouseReleased', x + 7 * 34));
  // The next run finds the project as this one did.
  await page.waitForTimeout(2_000);
  const undone = page.waitForResponse((answer) => answer.url().endsWith('/undo') && answer.ok());
  await page.keyboard.press('Control+z');
  await seen('the drag taken back', undone);
  await page.waitForTimeout(3_000);
}

/** Lets the bar go. Where many other tasks would move, the app asks first, and is told to go on. */
async function drop(page: Page, row: Locator, place: Place, release: () => Promise<unknown>): Promise<void> {
  const dropped = await row.evaluateHandle(dropping);
  const written = page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok() && !answer.url().includes('dryRun'));
  const question = page.getByRole('dialog', { name: /^This moves / });
  const asked = question.waitFor().then(() => true);
  await release();
  if (await seen('the change answered, or a question about it', Promise.race([asked, written.then(() => false)]))) {
    await question.getByRole('button', { name: /^Move / }).click();
  }
  // What lost the race is not waited for.
  asked.catch(() => undefined);
  await seen('the change answered', written);
  const { stands, question: waited, answered, longest } = await seen('the new dates in the row', dropped.evaluate((done) => done()));
  note(named(place, 'drop, until its row has the new dates'), stands, 'ms');
  if (waited) note(named(place, 'drop, until the question what may move is there'), waited, 'ms');
  note(named(place, waited ? 'drop, from the yes until the server has answered' : 'drop, until the server has answered'), answered, 'ms');
  note(named(place, 'drop, longest frame until the answer is drawn'), longest, 'ms');
}

interface Dropped {
  stands: number;
  /** 0: nothing was asked. */
  question: number;
  answered: number;
  longest: number;
}

/** In the page: what follows on the next drop, seen at the dates of the row; to be called once it is answered. */
function dropping(row: Element): () => Promise<Dropped> {
  const limit = 10_000;
  const stands = Promise.withResolvers<number>();
  const answered = Promise.withResolvers<number>();
  let from = 0;
  let question = 0;
  let agreed = 0;
  let longest = 0;
  const looked = new MutationObserver(() => {
    looked.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => stands.resolve(performance.now() - from)));
  });
  new PerformanceObserver((list) => {
    for (const { name, startTime, responseEnd, responseStatus } of list.getEntries() as PerformanceResourceTiming[]) {
      const { pathname, search } = new URL(name);
      const written = /\/tasks\/[0-9a-f]{24}$/.test(pathname) && responseStatus === 200 && !search.includes('dryRun');
      if (written && from > 0 && startTime > from) answered.resolve(responseEnd - (agreed || from));
    }
  }).observe({ type: 'resource' });
  addEventListener('click', ({ timeStamp }) => question > 0 && (agreed = timeStamp), { capture: true });
  addEventListener(
    'pointerup',
    ({ timeStamp }) => {
      from = timeStamp;
      looked.observe(row, { subtree: true, characterData: true, childList: true });
      let before = performance.now();
      requestAnimationFrame(function note() {
        const now = performance.now();
        longest = Math.max(longest, now - before);
        before = now;
        if (question === 0 && document.querySelector('[role="dialog"]')) question = now - from;
        requestAnimationFrame(note);
      });
    },
    { capture: true, once: true },
  );
  // The answer is drawn a little after it has come.
  return () =>
    new Promise((done, fail) => {
      setTimeout(() => fail(new Error(`after ${limit} ms`)), limit);
      void Promise.all([stands.promise, answered.promise]).then(([stood, last]) => {
        setTimeout(() => done({ stands: stood, question, answered: last, longest }), 400);
      });
    });
}
