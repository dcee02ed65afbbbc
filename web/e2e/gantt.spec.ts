import type { Locator, Page } from '@playwright/test';
import { createProject, expect, expectAccessible, expectAccessibleInBoth, signUp, someone, test } from './app';

const grid = (page: Page): Locator => page.getByRole('treegrid');
const row = (page: Page, title: string): Locator => grid(page).getByRole('row').filter({ has: page.getByText(title, { exact: true }) });
const start = (page: Page, title: string): Locator => row(page, title).getByRole('gridcell').nth(2);
const end = (page: Page, title: string): Locator => row(page, title).getByRole('gridcell').nth(3);
/** How wide a day is at the zoom 'Days'. */
const dayWidth = 34;
const chart = (page: Page): Locator => page.locator('[data-gantt-chart] canvas');

const plan = [
  { title: 'Foundations' },
  { title: 'Dig the trenches', duration: 3, startDate: '2027-03-01', below: 0 },
  { title: 'Pour the concrete', duration: 2, after: 1, below: 0 },
  { title: 'Handover', milestone: true, after: 2 },
] as const;

/** Makes a project with a plan, and opens its chart. */
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
      for (const { after, below, ...fields } of list as { after?: number; below?: number }[]) {
        const links = after === undefined ? {} : { dependsOn: [made[after]] };
        const parent = below === undefined ? {} : { parentId: made[below] };
        made.push((await json(`${base}/tasks`, { method: 'POST', headers, body: JSON.stringify({ projectId, ...fields, ...links, ...parent }) })).id);
      }
      await fetch(`${base}/projects/${projectId}/schedule`, { method: 'POST', headers });
    },
    [org, tasks] as const,
  );
  await page.getByRole('link', { name: 'Gantt' }).click();
  // The list has a grid as well, and stays until the chart is loaded.
  await expect(chart(page)).toBeVisible();
}

/** Drags a bar by so many days, at the zoom that the button 'Days' chooses. */
async function dragBar(page: Page, title: string, days: number): Promise<void> {
  const place = await row(page, title).boundingBox();
  const picture = await chart(page).boundingBox();
  if (!place || !picture) throw new Error('nothing is drawn');
  const y = place.y + place.height / 2;
  // The bar is where the pointer becomes a hand.
  let x = picture.x + 8;
  for (; x < picture.x + picture.width; x += 4) {
    await page.mouse.move(x, y);
    if ((await chart(page).evaluate((canvas) => canvas.style.cursor)) === 'grab') break;
  }
  await page.mouse.move(x + 8, y);
  await page.mouse.down();
  await page.mouse.move(x + 8 + (days * dayWidth) / 2, y, { steps: 4 });
  await page.mouse.move(x + 8 + days * dayWidth, y, { steps: 4 });
  await page.mouse.up();
}

test('a bar is moved with the keys; what waits for it moves along; one undo takes both back', async ({ page }) => {
  await open(page);
  await expect(start(page, 'Dig the trenches')).toHaveText('1 Mar 2027');
  await expect(start(page, 'Pour the concrete')).toHaveText('4 Mar 2027');
  await expectAccessibleInBoth(page);
  await grid(page).focus();
  await page.keyboard.press('ArrowDown');
  await expect(row(page, 'Dig the trenches')).toHaveAttribute('aria-selected', 'true');
  for (let press = 0; press < 2; press++) await page.keyboard.press('Alt+ArrowRight');
  await expect(start(page, 'Dig the trenches')).toHaveText('3 Mar 2027');
  await expect(page.getByText(/^Moved \d tasks/)).toBeVisible();
  await expect(start(page, 'Pour the concrete')).toHaveText('8 Mar 2027');
  await expect(end(page, 'Foundations')).toHaveText('9 Mar 2027');
  await expect(page.getByText('Start no earlier than 3 Mar 2027')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(start(page, 'Dig the trenches')).toHaveText('1 Mar 2027');
  await expect(start(page, 'Pour the concrete')).toHaveText('4 Mar 2027');
  await page.keyboard.press('Control+Shift+z');
  await expect(start(page, 'Pour the concrete')).toHaveText('8 Mar 2027');
  await page.keyboard.press('Control+z');
  await expect(start(page, 'Pour the concrete')).toHaveText('4 Mar 2027');
  await grid(page).focus();
  await page.keyboard.press('Alt+Shift+ArrowRight');
  await expect(end(page, 'Dig the trenches')).toHaveText('4 Mar 2027');
  await expect(start(page, 'Pour the concrete')).toHaveText('5 Mar 2027');
  await page.reload();
  await expect(start(page, 'Pour the concrete')).toHaveText('5 Mar 2027');
});

test('a bar is dragged; what waits for it moves along and comes back', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Show the whole project' }).click();
  await page.getByRole('button', { name: /^Zoom: / }).click();
  await page.getByRole('menuitem', { name: 'Days' }).click();
  await dragBar(page, 'Dig the trenches', 2);
  await expect(start(page, 'Dig the trenches')).toHaveText('3 Mar 2027');
  await expect(start(page, 'Pour the concrete')).toHaveText('8 Mar 2027');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(start(page, 'Pour the concrete')).toHaveText('4 Mar 2027');
});

test('what a change leaves where it stood is said with its reason', async ({ page }) => {
  await open(page);
  await page.route('**/tasks/*', async (route) => {
    if (route.request().method() !== 'PATCH') return route.fallback();
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), notScheduled: 'too many tasks wait for this one' } });
  });
  await grid(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Alt+ArrowRight');
  await expect(page.getByText(/^Moved .*What depends on it stays where it stood: Too many tasks wait for this one\.$/)).toBeVisible();
});

test('tasks are linked by name, summaries fold, and the panel opens from the row', async ({ page }) => {
  await open(page, [{ title: 'Order timber', duration: 2, startDate: '2027-03-01' }, { title: 'Build the frame', duration: 4, startDate: '2027-03-01' }, { title: 'Roof' }, { title: 'Tiles', below: 2 }]);
  await grid(page).focus();
  await expect(row(page, 'Order timber')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('l');
  const dialog = page.getByRole('dialog', { name: 'What follows BOAT-1?' });
  await expect(dialog).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.type('frame');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^BOAT-2 waits for BOAT-1/)).toBeVisible();
  await expect(start(page, 'Build the frame')).toHaveText('3 Mar 2027');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(start(page, 'Build the frame')).toHaveText('1 Mar 2027');
  await grid(page).focus();
  for (let press = 0; press < 2; press++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowLeft');
  await expect(row(page, 'Tiles')).toHaveCount(0);
  await page.keyboard.press('ArrowRight');
  await expect(row(page, 'Tiles')).toBeVisible();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: /Roof/ });
  await expect(panel).toBeVisible();
  // The panel takes room from the chart and does not cover it.
  await expect(async () => {
    const [left, right] = [await chart(page).boundingBox(), await panel.boundingBox()];
    expect((left?.x ?? 0) + (left?.width ?? 0)).toBeLessThanOrEqual(right?.x ?? 0);
    expect(left?.width ?? 0).toBeGreaterThan(200);
  }).toPass();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(grid(page)).toBeFocused();
});

test('a task tells what its date follows from and what slips with it', async ({ page }) => {
  await open(page);
  await grid(page).focus();
  for (let press = 0; press < 2; press++) await page.keyboard.press('ArrowDown');
  await page.getByRole('region', { name: 'Selected task' }).getByRole('button', { name: 'Path' }).click();
  const path = page.getByRole('dialog', { name: 'Path of BOAT-3' });
  const driving = path.getByRole('region', { name: 'What drives it' }).getByRole('listitem');
  await expect(driving).toHaveText([/BOAT-2Dig the trenches.*1 Mar 2027/, /BOAT-3Pour the concrete.*BOAT-3 starts after BOAT-2 finishes\./]);
  await expect(path.getByRole('region', { name: 'What it drives' }).getByRole('listitem').filter({ hasText: 'Handover' })).toBeVisible();
  await expect(path.getByText('It is on the critical path of the project.')).toBeVisible();
  await expectAccessibleInBoth(page);
  await path.getByRole('link', { name: /Dig the trenches/ }).click();
  const panel = page.getByRole('complementary', { name: /Dig the trenches/ });
  await panel.getByRole('button', { name: 'Why this date?' }).click();
  await expect(page.getByRole('dialog', { name: 'Path of BOAT-2' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel.getByRole('button', { name: 'Why this date?' })).toBeFocused();
});

test('the first click in a long plan chooses the row under it, and the plan stays where it was', async ({ page }) => {
  await open(page, Array.from({ length: 80 }, (_, at) => ({ title: `Plank ${at + 1}`, duration: 40, startDate: '2027-03-01' })));
  await expect(page.getByRole('button', { name: 'Zoom: Weeks' })).toBeVisible();
  await chart(page).hover();
  await page.mouse.wheel(0, 1_200);
  await expect(row(page, 'Plank 50')).toBeVisible();
  await row(page, 'Plank 50').getByRole('gridcell').nth(2).click();
  await expect(row(page, 'Plank 50')).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('complementary', { name: /Plank 50/ })).toBeVisible();
  await expect(row(page, 'Plank 1')).toHaveCount(0);
});

test('a plan without dates is scheduled after a look at what would change', async ({ page }) => {
  await signUp(page, someone());
  await createProject(page, 'Boathouse');
  await page.getByRole('link', { name: 'Gantt' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing to draw yet' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Open the list' }).click();
  await page.getByRole('button', { name: 'Add the first task' }).click();
  await page.getByLabel('New task', { exact: true }).and(page.locator('input')).fill('Dig the trenches');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Gantt' }).click();
  await expect(page.getByText('No task has dates yet.', { exact: false })).toBeVisible();
  await page.getByRole('button', { name: 'Schedule project' }).click();
  const dialog = page.getByRole('dialog', { name: 'Schedule the project' });
  await expect(dialog.getByText('No dates')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Change 1 task' }).click();
  await expect(page.getByText('Scheduled 1 task')).toBeVisible();
  await expect(page.getByText('No task has dates yet.', { exact: false })).toHaveCount(0);
});

test('the chart is printed on pages with their title and their heads', async ({ page }) => {
  await open(page, Array.from({ length: 30 }, (_, at) => ({ title: `Plank ${at + 1}`, duration: 2, startDate: '2027-03-01' })));
  await page.getByRole('button', { name: 'Save or print the chart' }).click();
  await page.getByRole('menuitem', { name: 'Print or save as PDF…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Print the chart' });
  await expect(dialog.getByText('2 pages')).toBeVisible();
  await expectAccessible(page);
  await page.evaluate(() => {
    window.print = () => void (document.body.dataset.printed = 'yes');
  });
  await dialog.getByRole('button', { name: 'Print' }).click();
  await expect(page.locator('body')).toHaveAttribute('data-printed', 'yes');
  const sheets = page.locator('.print-sheet > svg');
  await expect(sheets).toHaveCount(2);
  for (const text of ['Boathouse', 'Page 2 of 2', 'Plank 30']) await expect(sheets.nth(1)).toContainText(text);
  const file = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  expect(file.match(/\/Type\s*\/Page\b/g)).toHaveLength(2);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await expect(sheets).toHaveCount(0);
});

test.describe('with a finger', () => {
  test.use({ hasTouch: true });
  test('a bar is dragged after a rest; at once the finger pushes the picture', async ({ page }) => {
    await open(page);
    await page.getByRole('button', { name: /^Zoom: / }).click();
    await page.getByRole('menuitem', { name: 'Days' }).click();
    const session = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x: number, y: number) => session.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
    const [place, picture] = [await row(page, 'Dig the trenches').boundingBox(), await chart(page).boundingBox()];
    if (!place || !picture) throw new Error('nothing is drawn');
    const y = place.y + place.height / 2;
    let x = picture.x + 8;
    for (; x < picture.x + picture.width; x += 4) {
      await page.mouse.move(x, y);
      if ((await chart(page).evaluate((canvas) => canvas.style.cursor)) === 'grab') break;
    }
    x += 12;
    await touch('touchStart', x, y);
    await touch('touchMove', x + 60, y);
    await touch('touchEnd', x + 60, y);
    await expect(start(page, 'Dig the trenches')).toHaveText('1 Mar 2027');
    x += 60;
    await touch('touchStart', x, y);
    await page.waitForTimeout(480);
    await touch('touchMove', x + dayWidth, y);
    await touch('touchMove', x + 2 * dayWidth, y);
    await touch('touchEnd', x + 2 * dayWidth, y);
    await expect(start(page, 'Dig the trenches')).toHaveText('3 Mar 2027');
    await expect(start(page, 'Pour the concrete')).toHaveText('8 Mar 2027');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(start(page, 'Pour the concrete')).toHaveText('4 Mar 2027');
  });
});

test('a phone shows names beside the chart', async ({ page }) => {
  await open(page);
  await page.setViewportSize({ width: 390, height: 780 });
  await expect(row(page, 'Dig the trenches')).toBeVisible();
  await expect(chart(page)).toBeVisible();
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  expect(wider).toBe(false);
  await expectAccessible(page);
});
