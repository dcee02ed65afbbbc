import type { Locator, Page } from '@playwright/test';
import { createProject, expect, expectAccessible, expectAccessibleInBoth, signUp, someone, test } from './app';

const grid = (page: Page): Locator => page.getByRole('grid', { name: /^Calendar of/ });
const cell = (page: Page, day: string): Locator => page.locator(`[data-cell="${day}"]`);
const bar = (page: Page, title: string): Locator => grid(page).getByRole('link', { name: title });
const tray = (page: Page): Locator => page.getByRole('region', { name: 'No dates yet' });

/** Drags with the pauses that a browser needs to notice what is under the pointer. */
async function drag(page: Page, source: Locator, target: Locator, share = 0.5): Promise<void> {
  const [from, to] = [await source.boundingBox(), await target.boundingBox()];
  if (!from || !to) throw new Error('nothing to drag');
  await page.mouse.move(from.x + from.width * share, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + from.width * share + 12, from.y + from.height / 2 + 8, { steps: 3 });
  await page.mouse.move(to.x + to.width / 2, to.y + to.height - 16, { steps: 5 });
  await expect(target).toBeVisible();
  await page.waitForTimeout(150);
  await page.mouse.up();
}

const plan = [
  { title: 'Dig the trenches', duration: 3, startDate: '2027-03-01' },
  { title: 'Pour the concrete', duration: 2, after: 0 },
  { title: 'Renew the insurance', dueDate: '2027-03-17' },
  { title: 'Choose the tiles' },
  ...Array.from({ length: 7 }, (_, at) => ({ title: `Walk ${at + 1}`, duration: 1, startDate: '2027-03-23' })),
] as const;

/** Makes a project with a plan, and opens March 2027. */
async function open(page: Page, tasks: readonly object[] = plan): Promise<void> {
  await signUp(page, someone());
  await createProject(page, 'Boathouse');
  await expect(page).toHaveURL(/projects\/BOAT/);
  const org = /\/o\/([0-9a-f]+)/.exec(page.url())?.[1] ?? '';
  await page.evaluate(
    async ([id, list]) => {
      const base = `/api/v1/organizations/${id}`;
      const json = async (path: string, init?: RequestInit) => (await fetch(path, init)).json();
      const { csrfToken } = await json('/api/v1/auth/session');
      const headers = { 'X-CSRF-Token': csrfToken, 'Content-Type': 'application/json' };
      const projectId = (await json(`${base}/projects`)).data[0].id;
      const made: string[] = [];
      for (const { after, ...fields } of list as { after?: number }[]) {
        const links = after === undefined ? {} : { dependsOn: [made[after]] };
        made.push((await json(`${base}/tasks`, { method: 'POST', headers, body: JSON.stringify({ projectId, ...fields, ...links }) })).id);
      }
    },
    [org, tasks] as const,
  );
  await page.goto(`/o/${org}/projects/BOAT/calendar?day=2027-03-01`);
  await expect(page.getByRole('heading', { name: 'March 2027' })).toBeVisible();
}

test('a task is moved with the keys, what waits for it follows, and undo brings both back', async ({ page }) => {
  await open(page);
  await expect(bar(page, 'Dig the trenches, BOAT-1, 1 Mar 2027 – 3 Mar 2027')).toBeVisible();
  await expect(bar(page, 'Pour the concrete, BOAT-2, 4 Mar 2027 – 5 Mar 2027')).toBeVisible();
  await expectAccessibleInBoth(page);
  await bar(page, 'Dig the trenches').focus();
  for (let press = 0; press < 3; press++) await page.keyboard.press('Alt+ArrowRight');
  await expect(bar(page, 'Dig the trenches, BOAT-1, 4 Mar 2027 – 8 Mar 2027').first()).toBeVisible();
  await expect(bar(page, 'Pour the concrete, BOAT-2, 9 Mar 2027 – 10 Mar 2027')).toBeVisible();
  await expect(page.getByText('Dig the trenches moved to 4 Mar 2027')).toBeVisible();
  await expect(bar(page, 'Dig the trenches').first()).toBeFocused();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(bar(page, 'Dig the trenches, BOAT-1, 1 Mar 2027 – 3 Mar 2027')).toBeVisible();
  await expect(bar(page, 'Pour the concrete, BOAT-2, 4 Mar 2027 – 5 Mar 2027')).toBeVisible();
  // A free day is stepped over, in both directions.
  await bar(page, 'Pour the concrete').focus();
  await page.keyboard.press('Alt+ArrowRight');
  await page.keyboard.press('Alt+ArrowRight');
  await expect(bar(page, 'Pour the concrete, BOAT-2, 8 Mar 2027 – 9 Mar 2027')).toBeVisible();
  await expect(page.getByText('Pour the concrete moved to 8 Mar 2027')).toBeVisible();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(bar(page, 'Pour the concrete, BOAT-2, 15 Mar 2027 – 16 Mar 2027')).toBeVisible();
  await expect(page.getByText('Pour the concrete moved to 15 Mar 2027')).toBeVisible();
  await page.reload();
  await expect(bar(page, 'Pour the concrete, BOAT-2, 15 Mar 2027 – 16 Mar 2027')).toBeVisible();
});

test('bars are dragged to other days, and tasks without dates onto their first', async ({ page }) => {
  await open(page);
  await drag(page, page.locator('[data-bar]').filter({ hasText: 'Renew the insurance' }), cell(page, '2027-03-10'));
  await expect(bar(page, 'Renew the insurance, BOAT-3, 10 Mar 2027')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(bar(page, 'Renew the insurance, BOAT-3, 17 Mar 2027')).toBeVisible();
  // Taken hold of at its second day, a bar begins a day before the one it is dropped on.
  await drag(page, page.locator('[data-bar]').filter({ hasText: 'Dig the trenches' }), cell(page, '2027-03-17'));
  await expect(bar(page, 'Dig the trenches, BOAT-1, 16 Mar 2027 – 18 Mar 2027')).toBeVisible();
  await drag(page, tray(page).getByRole('listitem').filter({ hasText: 'Choose the tiles' }), cell(page, '2027-03-11'), 0.3);
  await expect(bar(page, 'Choose the tiles, BOAT-4, 11 Mar 2027')).toBeVisible();
  await expect(tray(page).getByText('Every open task has a date.')).toBeVisible();
  await page.reload();
  await expect(bar(page, 'Choose the tiles, BOAT-4, 11 Mar 2027')).toBeVisible();
});

test('a bar is stretched by its edges, with the pointer and with the keys', async ({ page }) => {
  await open(page);
  const edge = (title: string, which: 'start' | 'end') => page.locator('[data-bar]').filter({ hasText: title }).locator(`[data-edge="${which}"]`);
  const pull = async (handle: Locator, day: string) => {
    await handle.hover({ force: true });
    await page.mouse.down();
    const to = await cell(page, day).boundingBox();
    if (!to) throw new Error('no such day');
    await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 6 });
    await page.mouse.up();
  };
  await pull(edge('Pour the concrete', 'end'), '2027-03-11');
  // Beyond the end of the week it goes on in the next.
  await expect(bar(page, 'Pour the concrete, BOAT-2, 4 Mar 2027 – 11 Mar 2027').first()).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(bar(page, 'Pour the concrete, BOAT-2, 4 Mar 2027 – 5 Mar 2027')).toBeVisible();
  await pull(edge('Dig the trenches', 'start'), '2027-03-02');
  await expect(bar(page, 'Dig the trenches, BOAT-1, 2 Mar 2027 – 3 Mar 2027')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(bar(page, 'Dig the trenches, BOAT-1, 1 Mar 2027 – 3 Mar 2027')).toBeVisible();
  await bar(page, 'Dig the trenches').focus();
  await page.keyboard.press('Alt+Shift+ArrowRight');
  await expect(bar(page, 'Dig the trenches, BOAT-1, 1 Mar 2027 – 4 Mar 2027')).toBeVisible();
  await expect(bar(page, 'Pour the concrete, BOAT-2, 5 Mar 2027 – 8 Mar 2027').first()).toBeVisible();
  await page.keyboard.press('Alt+Shift+ArrowDown');
  await expect(bar(page, 'Dig the trenches, BOAT-1, 2 Mar 2027 – 4 Mar 2027')).toBeVisible();
  await expect(bar(page, 'Dig the trenches')).toBeFocused();
  await expectAccessible(page);
});

test('arrow keys reach every day and bar; Enter adds a task; a full day says how many more there are', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: /^Monday,? 1 March 2027/ }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(bar(page, 'Dig the trenches')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(bar(page, 'Pour the concrete')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: /Pour the concrete/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(bar(page, 'Pour the concrete')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: /^New task on Thursday,? 4 March 2027/ }).fill('Order gravel');
  await page.keyboard.press('Enter');
  await expect(bar(page, 'Order gravel, BOAT-12, 4 Mar 2027')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('PageDown');
  await expect(page.getByRole('heading', { name: 'April 2027' })).toBeVisible();
  await expect(page.getByText('Nothing in this month.')).toBeVisible();
  await page.getByRole('button', { name: 'Previous month' }).click();
  const more = page.getByRole('button', { name: /more on Tuesday,? 23 March 2027/ });
  await more.click();
  const list = page.getByRole('dialog', { name: /Tuesday,? 23 March 2027/ });
  await expect(list.getByRole('listitem')).toHaveCount(7);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Week', exact: true }).click();
  await expect(page.getByRole('heading', { name: /Week/ })).toBeVisible();
  await expectAccessible(page);
});

test('the menu moves a task to a chosen day, and a filter leaves only what it lets through', async ({ page }) => {
  await open(page);
  await page.locator('[data-bar]').filter({ hasText: 'Pour the concrete' }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Move to a day…' }).click();
  const dialog = page.getByRole('dialog', { name: 'When does BOAT-2 begin?' });
  await dialog.getByRole('textbox').fill('2027-03-10');
  await page.keyboard.press('Enter');
  await expect(bar(page, 'Pour the concrete, BOAT-2, 10 Mar 2027 – 11 Mar 2027')).toBeVisible();
  await page.getByRole('searchbox', { name: 'Filter tasks' }).fill('insurance');
  await expect(page.locator('[data-bar]')).toHaveCount(1);
  await page.getByRole('searchbox', { name: 'Filter tasks' }).fill('nothing like it');
  await expect(page.getByText('The filter hides every task of this project.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filter' }).last().click();
  await expect(bar(page, 'Dig the trenches')).toBeVisible();
});

test('a phone lists the days one below the other', async ({ page }) => {
  await open(page);
  await page.setViewportSize({ width: 380, height: 780 });
  const day = page.getByRole('region', { name: /^Monday,? 1 March 2027/ });
  await expect(day.getByRole('link', { name: 'Dig the trenches' })).toBeVisible();
  await expect(tray(page)).toBeVisible();
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  expect(wider).toBe(false);
  await expectAccessible(page);
  await day.getByRole('button', { name: 'Actions for BOAT-1' }).click();
  await page.getByRole('menuitem', { name: 'A week later' }).click();
  await expect(page.getByRole('region', { name: /^Monday,? 8 March 2027/ }).getByRole('link', { name: 'Dig the trenches' })).toBeVisible();
});

test.describe('with a finger', () => {
  test.use({ hasTouch: true });

  /** Rests on an element, then drags to another; a browser's own touches, as a finger makes them. */
  async function hold(page: Page, source: Locator, target: Locator): Promise<void> {
    const session = await page.context().newCDPSession(page);
    const [from, to] = [await source.boundingBox(), await target.boundingBox()];
    if (!from || !to) throw new Error('nothing to drag');
    const at = (x: number, y: number) => ({ touchPoints: [{ x, y }] });
    const [x, y] = [from.x + from.width / 3, from.y + from.height / 2];
    await session.send('Input.dispatchTouchEvent', { type: 'touchStart', ...at(x, y) });
    await page.waitForTimeout(450);
    for (let step = 1; step <= 5; step++) await session.send('Input.dispatchTouchEvent', { type: 'touchMove', ...at(x + ((to.x + 20 - x) * step) / 5, y + ((to.y + to.height / 2 - y) * step) / 5) });
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  }

  test('a bar goes to another day after a rest', async ({ page }) => {
    await open(page);
    await hold(page, page.locator('[data-bar]').filter({ hasText: 'Renew the insurance' }), cell(page, '2027-03-10'));
    await expect(bar(page, 'Renew the insurance, BOAT-3, 10 Mar 2027')).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(bar(page, 'Renew the insurance, BOAT-3, 17 Mar 2027')).toBeVisible();
    await page.setViewportSize({ width: 390, height: 780 });
    const days = (name: RegExp) => page.getByRole('region', { name });
    await expect(days(/^Monday,? 1 March 2027/).getByRole('link', { name: 'Dig the trenches' })).toBeVisible();
    await hold(page, days(/^Monday,? 1 March 2027/).locator('[data-bar]'), days(/^Wednesday,? 3 March 2027/));
    await expect(days(/^Wednesday,? 3 March 2027/).getByRole('link', { name: 'Dig the trenches' })).toBeVisible();
    await expectAccessible(page);
  });
});
