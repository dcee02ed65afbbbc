// What all projects and all people have before them: the portfolio and the workload.
import type { Page } from '@playwright/test';
import { api, createProject, expect, expectAccessible, expectAccessibleInBoth, signUp, someone, test } from './app';

/** A day, so many from the Monday after this week. */
function day(offset: number): string {
  const date = new Date();
  date.setUTCHours(12);
  date.setUTCDate(date.getUTCDate() + 7 - ((date.getUTCDay() + 6) % 7) + offset);
  return date.toISOString().slice(0, 10);
}

async function start(page: Page): Promise<void> {
  await signUp(page, someone());
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Portfolio' }).click();
  await expect(page).toHaveURL(/portfolio/);
  await expect(page.getByRole('heading', { name: 'Portfolio' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'No projects yet' })).toBeVisible();
  await expectAccessible(page);
  await createProject(page, 'Boathouse');
  await expect(page).toHaveURL(/projects\/BOAT/);
}

async function narrow(page: Page): Promise<void> {
  await page.setViewportSize({ width: 380, height: 780 });
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  expect(wider).toBe(false);
  await expectAccessible(page);
}

test('the portfolio shows all projects in time, why one is late, and leads to them', async ({ page }) => {
  await start(page);
  await api(page, [
    ['PATCH', '/projects/PROJECT', { startDate: day(0), endDate: day(9) }],
    ['POST', '/tasks', { projectId: 'PROJECT', title: 'Dig the trenches', startDate: day(0), duration: 5, status: 'done' }],
    ['POST', '/tasks', { projectId: 'PROJECT', title: 'Raise the walls', startDate: day(7), duration: 15 }],
    ['POST', '/tasks', { projectId: 'PROJECT', title: 'Topping out', startDate: day(25), milestone: true }],
    ['POST', '/projects', { name: 'Slipway', status: 'on_hold' }],
    ['POST', '/projects', { name: 'Old pier', status: 'done' }],
  ]);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Portfolio' }).click();
  const rows = page.getByRole('list', { name: 'Portfolio' }).getByRole('listitem');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('Off track');
  await expect(rows.first().getByRole('link')).toContainText(/Ends 1[0-9] days after .*Topping out/);
  await expect(rows.first().locator('[data-bar]')).toBeVisible();
  await expect(rows.first().locator('[data-overrun]')).toHaveCount(1);
  await expect(rows.first().locator('[data-milestone]')).toHaveCount(1);
  await expect(page.locator('[data-today]')).toBeVisible();
  await expectAccessibleInBoth(page);

  const width = async () => (await rows.first().locator('[data-bar]').boundingBox())?.width ?? 0;
  const before = await width();
  await page.getByRole('button', { name: 'Month', exact: true }).click();
  await expect(page).toHaveURL(/zoom=month/);
  expect(await width()).toBeGreaterThan(before * 2);
  await page.keyboard.press('-');
  await page.keyboard.press('-');
  await expect(page.getByRole('button', { name: 'Year', exact: true })).toHaveAttribute('aria-pressed', 'true');

  await page.getByRole('combobox', { name: 'Status' }).click();
  await page.getByRole('option', { name: 'All statuses' }).click();
  await expect(rows).toHaveCount(3);
  await page.getByRole('button', { name: 'Sort downwards' }).click();
  await expect(rows.first()).toContainText('Slipway');
  await page.getByRole('combobox', { name: 'Status' }).click();
  await page.getByRole('option', { name: 'Planned' }).click();
  await expect(page.getByRole('heading', { name: 'No project fits' })).toBeVisible();
  await page.getByRole('button', { name: 'Show all projects' }).click();

  // The same in words.
  await page.getByRole('button', { name: 'Table' }).click();
  const table = page.getByRole('table', { name: 'Portfolio' });
  await expect(table.getByRole('row').filter({ hasText: 'Boathouse' })).toContainText('1 of 3');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Timeline' }).click();
  await narrow(page);
  await page.setViewportSize({ width: 1280, height: 720 });

  await rows.first().getByRole('link').focus();
  await page.keyboard.press('End');
  await expect(rows.last().getByRole('link')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/projects\/BOAT/);
});

test('the workload shows who has too much to do, and which tasks make it', async ({ page }) => {
  await start(page);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Workload' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing planned' })).toBeVisible();
  await expectAccessible(page);
  await api(page, [
    ['POST', '/tasks', { projectId: 'PROJECT', title: 'Dig the trenches', assigneeId: 'ME', startDate: day(0), duration: 5, estimateHours: 60 }],
    ['POST', '/tasks', { projectId: 'PROJECT', title: 'Raise the walls', assigneeId: 'ME', startDate: day(7), duration: 3 }],
    ['POST', '/tasks', { projectId: 'PROJECT', title: 'Some day', assigneeId: 'ME', estimateHours: 8 }],
    ['POST', '/tasks', { projectId: 'PROJECT', title: 'Order the timber', startDate: day(7), duration: 1 }],
  ]);
  await page.reload();
  const table = page.getByRole('table', { name: 'Workload by person and period' });
  const ada = table.getByRole('row').filter({ hasText: 'Ada Lindqvist' });
  await expect(ada.locator('[data-heat="over"]')).toHaveText(/60 \/ 40.*20 h over/);
  await expect(ada.locator('[data-heat="light"]')).toHaveText('24 / 40');
  await expect(ada).toContainText('1 overload');
  await expect(table.getByRole('row').filter({ hasText: 'Not assigned' })).toContainText('8 h planned');
  await expectAccessibleInBoth(page);

  await ada.getByRole('button', { name: /Ada Lindqvist/ }).press('Enter');
  await expect(table.getByRole('row').filter({ hasText: 'Dig the trenches' })).toContainText('60');
  await expect(table).toContainText('1 task without dates, 8 h');
  await page.keyboard.press('ArrowDown');
  await expect(table.getByRole('button', { name: /Dig the trenches/ })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: 'BOAT-1 Dig the trenches' });
  await expect(panel).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();

  await page.getByRole('button', { name: 'Month', exact: true }).click();
  await expect(page).toHaveURL(/by=month/);
  await expect(table.getByRole('columnheader')).toHaveCount(13);
  await page.getByRole('button', { name: 'Week', exact: true }).click();
  await api(page, [['POST', '/projects', { name: 'Slipway' }]]);
  await page.reload();
  await page.getByRole('combobox', { name: 'Project' }).click();
  await page.getByRole('option', { name: /Slipway/ }).click();
  await expect(page.getByRole('heading', { name: 'Nothing planned' })).toBeVisible();
  await page.getByRole('checkbox', { name: 'People without work' }).click();
  await expect(ada.locator('[data-heat="free"]')).toHaveCount(12);
  await page.goto(page.url().replace(/\?.*/, ''));
  await expect(ada).toBeVisible();
  await narrow(page);
  await expect(page.getByRole('list', { name: 'Workload by person and period' })).toContainText('20 h over');
});
