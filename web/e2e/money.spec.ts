import type { Locator, Page } from '@playwright/test';
import { api, createProject, expect, expectAccessible, expectAccessibleInBoth, signUp, someone, test } from './app';

async function start(page: Page): Promise<string> {
  await signUp(page, someone());
  await createProject(page, 'Boathouse');
  await expect(page).toHaveURL(/projects\/BOAT/);
  return /\/o\/([0-9a-f]+)/.exec(page.url())?.[1] ?? '';
}

const section = (page: Page, name: string | RegExp): Locator => page.getByRole('region', { name });

test('a budget is set, and shows what is spent by currency, by task and without a price', async ({ page }) => {
  await start(page);
  await page.getByRole('link', { name: 'Budget' }).click();
  await expect(page.getByRole('heading', { name: 'No costs yet' })).toBeVisible();
  await expectAccessible(page);
  await api(page, [
    ['POST', '/tasks', { projectId: 'PROJECT', title: 'Foundations' }],
    ['POST', '/tasks', { projectId: 'PROJECT', title: 'Dig the trenches', parentId: '$0', estimateCost: 1000, startDate: '2026-01-05', duration: 3, percentComplete: 50 }],
    ['POST', '/tasks', { projectId: 'PROJECT', title: 'Timber', estimateCost: 90000, currency: 'JPY', startDate: '2026-01-05', duration: 3 }],
    ['POST', '/expenses', { taskId: '$1', amount: 850.5, currency: 'EUR', date: '2026-01-06' }],
    ['POST', '/expenses/$3/submit'],
    ['POST', '/expenses/$3/decide', { status: 'approved' }],
    ['POST', '/expenses', { taskId: '$2', amount: 40000, currency: 'JPY', date: '2026-01-06' }],
    ['POST', '/expenses', { kind: 'time', taskId: '$1', hours: 2, date: '2026-01-06' }],
  ]);
  await page.reload();
  const sums = section(page, 'Cost by currency').getByRole('table');
  await expect(sums.getByRole('row', { name: /^EUR/ })).toContainText('€850.50');
  await expect(sums.getByRole('row', { name: /^JPY/ })).toContainText('JP¥40,000');
  await expect(section(page, 'Cost by currency').first()).toContainText('no exchange rate is known');
  await expect(section(page, '2 entries without a price')).toContainText('No hourly rate of the person on that day');
  const tasks = page.getByRole('table', { name: 'By task, with everything below it' });
  await expect(tasks.getByRole('row').filter({ hasText: 'Foundations' })).toContainText('€850.50');
  await tasks.getByRole('button', { name: 'Hide what is below Foundations' }).click();
  await expect(tasks.getByRole('row').filter({ hasText: 'Dig the trenches' })).toHaveCount(0);

  await page.getByRole('button', { name: 'Set a budget' }).click();
  const dialog = page.getByRole('dialog', { name: 'Budget of the project' });
  await dialog.getByLabel('Budget in EUR').fill('lots');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('Type an amount, like 1,234.50.')).toBeVisible();
  await dialog.getByLabel('Budget in EUR').fill('1,000.00');
  await dialog.getByLabel('Warn at (percent)').fill('100, 80');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page.getByText('80% reached')).toBeVisible();
  await expect(page.getByText('€149.50 left')).toBeVisible();
  // The curves say in a table what they draw.
  await expect(page.getByRole('img', { name: /^Planned, earned and actual cost\. On / })).toBeVisible();
  await page.getByText('Show the figures').first().click();
  await expect(page.getByRole('table', { name: 'Planned, earned and actual cost' }).getByRole('row').nth(1)).toContainText('€');
  await expectAccessibleInBoth(page);
  await page.setViewportSize({ width: 380, height: 780 });
  await expect(page.getByText('€149.50 left')).toBeVisible();
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  expect(wider).toBe(false);
  await expectAccessible(page);
});

test('hours are typed into the week, corrected, submitted and approved', async ({ page }) => {
  const org = await start(page);
  await api(page, [
    ['POST', '/person-rates', { userId: 'ME', from: '2026-01-01', hourlyRate: 80, currency: 'EUR' }],
    ['POST', '/tasks', { projectId: 'PROJECT', title: 'Dig the trenches' }],
  ]);
  await page.goto(`/o/${org}/time?week=2026-W48`);
  await expect(page.getByRole('heading', { name: 'No time in this week' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Add a row' }).click();
  const dialog = page.getByRole('dialog', { name: 'What was worked on?' });
  await dialog.getByRole('option', { name: /Dig the trenches/ }).click();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Add the row' }).click();
  const table = page.getByRole('table', { name: 'Timesheet' });
  const cell = (day: string) => table.getByRole('textbox', { name: new RegExp(`BOAT-1 Dig the trenches, ${day}`) });
  await cell('Monday').fill('1:30');
  await page.keyboard.press('Enter');
  await expect(cell('Monday')).toHaveValue('1.5');
  await cell('Tuesday').fill('25');
  await page.keyboard.press('Enter');
  await expect(cell('Tuesday')).toHaveAttribute('aria-invalid', 'true');
  await cell('Tuesday').fill('6');
  await page.keyboard.press('Enter');
  const totals = table.locator('tfoot');
  await expect(totals).toContainText('7.5');
  await expectAccessibleInBoth(page);
  await page.keyboard.press('Control+z');
  await expect(totals).not.toContainText('7.5');

  await page.getByRole('button', { name: /^Entries of BOAT-1 Dig the trenches, Monday/ }).click();
  const entries = page.getByRole('dialog', { name: 'BOAT-1 Dig the trenches' });
  await entries.getByRole('textbox', { name: 'What was done' }).fill('Marked the corners');
  await entries.getByRole('button', { name: 'Save' }).click();
  await expect(entries.getByText('€120.00')).toBeVisible();
  await entries.getByRole('button', { name: 'Another entry' }).click();
  await entries.getByRole('textbox', { name: 'Hours' }).last().fill('30m');
  await entries.getByRole('button', { name: 'Save' }).last().click();
  await expect(entries.getByRole('listitem')).toHaveCount(2);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(totals).toContainText('2');

  await page.getByRole('button', { name: 'Submit the week' }).click();
  await expect(table.getByRole('button', { name: /Monday.*2 h, locked/ })).toBeVisible();
  await page.getByRole('button', { name: 'Approve' }).click();
  await expect(page.getByText('Approved the week')).toBeVisible();
  await expect(page.getByRole('main').getByText('Approved', { exact: true })).toBeVisible();
  await page.setViewportSize({ width: 380, height: 780 });
  await expect(page.getByRole('region', { name: /^Monday,? 23 November/ })).toContainText('2 h');
  await expectAccessible(page);
});

test('a timer runs on a task across the app until it is stopped', async ({ page }) => {
  const org = await start(page);
  await api(page, [['POST', '/tasks', { projectId: 'PROJECT', title: 'Dig the trenches' }]]);
  await page.goto(`/o/${org}/projects/BOAT/list`);
  await expect(page.getByRole('treegrid').getByText('Dig the trenches')).toBeVisible();
  await page.getByRole('treegrid').focus();
  await page.keyboard.press('o');
  const panel = page.getByRole('complementary', { name: /Dig the trenches/ });
  await panel.getByRole('button', { name: 'Start the timer' }).click();
  await expect(panel.getByRole('button', { name: 'Stop the timer' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Time', exact: true }).click();
  const running = page.getByRole('main').getByRole('group', { name: 'Running timer' });
  await expect(running).toContainText('BOAT-1 Dig the trenches');
  await expect(running.locator('time')).toHaveText(/^0:00:\d\d$/);
  await expectAccessible(page);
  await page.waitForTimeout(1_500);
  await running.getByRole('button', { name: 'Stop the timer' }).click();
  await expect(page.getByText(/^Logged /)).toBeVisible();
  await expect(page.getByRole('group', { name: 'Running timer' })).toHaveCount(0);
});
