import type { Locator, Page } from '@playwright/test';
import { createProject, expect, expectAccessible, expectAccessibleInBoth, signUp, someone, test } from './app';

const table = (page: Page): Locator => page.getByRole('table', { name: /compared with/ });
const row = (page: Page, title: string): Locator => table(page).getByRole('row').filter({ hasText: title });

/** Sends requests as the person who is signed in, one after the other; answers what was made. */
async function api(page: Page, calls: readonly (readonly [string, string, object?])[]): Promise<{ id: string }[]> {
  const org = /\/o\/([0-9a-f]+)/.exec(page.url())?.[1] ?? '';
  return page.evaluate(
    async ([id, list]) => {
      const base = `/api/v1/organizations/${id}`;
      const { csrfToken } = await (await fetch('/api/v1/auth/session')).json();
      const headers = { 'X-CSRF-Token': csrfToken, 'Content-Type': 'application/json' };
      const projectId = (await (await fetch(`${base}/projects`)).json()).data[0].id;
      const answers = [];
      for (const [method, path, body] of list) {
        const filled = path.replace('PROJECT', projectId);
        const send = method === 'POST' && path === '/tasks' ? { projectId, ...body } : body;
        const response = await fetch(base + filled, { method, headers, ...(send ? { body: JSON.stringify(send) } : {}) });
        answers.push(response.status === 204 ? {} : await response.json());
      }
      return answers;
    },
    [org, calls] as const,
  ) as Promise<{ id: string }[]>;
}

test('a plan is frozen, changed, and compared with what was frozen', async ({ page }) => {
  await signUp(page, someone());
  await createProject(page, 'Boathouse');
  await expect(page).toHaveURL(/projects\/BOAT/);
  const [dig, pour, paint] = await api(page, [
    ['POST', '/tasks', { title: 'Dig the trenches', duration: 3, startDate: '2027-03-01', estimateHours: 24, estimateCost: 1000 }],
    ['POST', '/tasks', { title: 'Pour the concrete', duration: 2, startDate: '2027-03-04', estimateCost: 90000, currency: 'JPY' }],
    ['POST', '/tasks', { title: 'Paint the door', duration: 1, startDate: '2027-03-05' }],
    ['POST', '/tasks', { title: 'Sweep', duration: 1, startDate: '2027-03-05' }],
  ]);
  await page.getByRole('link', { name: 'Gantt' }).click();
  await page.getByRole('link', { name: 'Compare with a baseline' }).click();
  await expect(page.getByRole('heading', { name: 'No baseline yet' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Freeze a baseline' }).click();
  const dialog = page.getByRole('dialog', { name: 'Freeze the plan' });
  await dialog.getByLabel('Name').fill('Contract');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(row(page, 'Sweep')).toContainText('As planned');
  await page.getByRole('checkbox', { name: 'Changed only' }).click();
  await expect(page.getByRole('heading', { name: 'Everything as planned' })).toBeVisible();

  await api(page, [
    ['PATCH', `/tasks/${dig?.id}`, { duration: 5, estimateHours: 40, estimateCost: 1200.5 }],
    ['PATCH', `/tasks/${pour?.id}`, { estimateCost: 80000 }],
    ['DELETE', `/tasks/${paint?.id}`],
    ['POST', '/tasks', { title: 'Lightning rod', duration: 1, startDate: '2027-03-08' }],
  ]);
  await page.reload();
  await expect(row(page, 'Dig the trenches')).toContainText('+2 d');
  await expect(row(page, 'Dig the trenches')).toContainText('+16 h');
  await expect(row(page, 'Dig the trenches')).toContainText('+€200.50');
  await expect(row(page, 'Paint the door')).toContainText('Deleted');
  await expect(row(page, 'Lightning rod')).toContainText('Added');
  await expect(row(page, 'Sweep')).toHaveCount(0);
  // Each currency for itself.
  const totals = table(page).locator('tfoot');
  await expect(totals).toContainText('+€200.50');
  await expect(totals).toContainText('-JP¥10,000');
  await expectAccessibleInBoth(page);
  await table(page).getByRole('button', { name: 'Cost' }).click();
  await expect(table(page).getByRole('rowheader').first()).toContainText('Dig the trenches');
  await expect(table(page).getByRole('rowheader').nth(1)).toContainText('Pour the concrete');
  await expect(table(page).getByRole('columnheader', { name: 'Cost' })).toHaveAttribute('aria-sort', 'descending');

  // A name is taken once; a second baseline is compared with at once and can be taken back.
  await page.getByRole('button', { name: 'Freeze a baseline' }).click();
  await dialog.getByLabel('Name').fill('Contract');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('This project has a baseline of that name.')).toBeVisible();
  await dialog.getByLabel('Name').fill('Revision A');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Baseline' })).toContainText('Revision A');
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(page.getByRole('combobox', { name: 'Baseline' })).toContainText('Contract');
  await row(page, 'Dig the trenches').getByRole('link').click();
  await expect(page.getByRole('complementary', { name: /Dig the trenches/ })).toBeVisible();
  await page.keyboard.press('Escape');

  await page.setViewportSize({ width: 380, height: 780 });
  await expect(page.getByRole('listitem').filter({ hasText: 'Dig the trenches' })).toContainText('+2 d');
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  expect(wider).toBe(false);
  await expectAccessible(page);
});
