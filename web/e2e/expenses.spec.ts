import type { Locator, Page } from '@playwright/test';
import { api, createProject, expect, expectAccessible, expectAccessibleInBoth, signUp, someone, test } from './app';

const list = (page: Page): Locator => page.getByRole('table', { name: 'Expenses and time' });
const row = (page: Page, text: string): Locator => list(page).getByRole('row').filter({ hasText: text });
const totals = (page: Page): Locator => page.getByRole('group', { name: 'Sum of all that are listed' });

async function start(page: Page): Promise<string> {
  await signUp(page, someone());
  await createProject(page, 'Boathouse');
  await expect(page).toHaveURL(/projects\/BOAT/);
  return /\/o\/([0-9a-f]+)/.exec(page.url())?.[1] ?? '';
}

test('an expense is entered with its receipt, corrected, submitted, and locked until it is handed back', async ({ page }) => {
  const org = await start(page);
  await api(page, [['POST', '/tasks', { projectId: 'PROJECT', title: 'Dig the trenches' }]]);
  await page.goto(`/o/${org}/projects/BOAT/expenses`);
  await expect(page.getByRole('heading', { name: 'No expenses yet' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog', { name: 'New entry' });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('Type an amount, like 1,234.50.')).toBeVisible();
  await dialog.getByLabel('Amount').fill('1,234.50');
  await dialog.getByLabel('What was it for?').fill('Timber');
  await dialog.getByRole('button', { name: /^Task: / }).click();
  await page.getByRole('option', { name: /Dig the trenches/ }).click();
  await dialog.locator('input[type=file]').setInputFiles({ name: 'receipt.txt', mimeType: 'text/plain', buffer: Buffer.from('Timber, 1,234.50') });
  await expect(dialog.getByRole('button', { name: 'Open receipt.txt' })).toBeVisible();
  await expectAccessibleInBoth(page);
  await dialog.getByRole('button', { name: 'Open receipt.txt' }).click();
  await expect(page.getByText('Timber, 1,234.50')).toBeVisible();
  await page.keyboard.press('Escape');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(row(page, 'Timber')).toContainText('€1,234.50');
  await expect(row(page, 'Timber')).toContainText('With a receipt');
  await expect(totals(page)).toContainText('€1,234.50');

  await row(page, 'Timber').getByRole('button', { name: 'Timber', exact: true }).click();
  const edit = page.getByRole('dialog', { name: 'Change the entry' });
  await edit.getByLabel('Amount').fill('1000');
  await edit.getByRole('button', { name: 'Take the receipt off' }).click();
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(row(page, 'Timber')).toContainText('€1,000.00');
  await expect(row(page, 'Timber')).not.toContainText('With a receipt');
  await page.keyboard.press('Control+z');
  await expect(row(page, 'Timber')).toContainText('With a receipt');
  await expect(row(page, 'Timber')).toContainText('€1,234.50');

  await row(page, 'Timber').getByRole('button', { name: /^Actions for/ }).click();
  await expectAccessible(page);
  await page.getByRole('menuitem', { name: 'Submit' }).click();
  await expect(row(page, 'Timber').getByRole('img', { name: /^Locked\. Submitted on/ })).toBeVisible();
  await row(page, 'Timber').getByRole('button', { name: 'Timber', exact: true }).click();
  const locked = page.getByRole('dialog', { name: 'Entry' });
  await expect(locked.getByText('Locked while it waits for a decision. Take it back to change it.')).toBeVisible();
  await expect(locked.getByLabel('Amount')).toBeDisabled();
  await expectAccessible(page);
  await locked.getByRole('button', { name: 'Reject…' }).click();
  const reason = page.getByRole('alertdialog');
  await reason.getByRole('textbox').fill('Whose boat is this for?');
  await reason.getByRole('button', { name: 'Reject' }).click();
  await expect(locked.getByText(/Rejected by Ada Lindqvist on .*: Whose boat is this for\?/)).toBeVisible();
});

test('entries are filtered, decided on together, and brought back; currencies stay apart', async ({ page }) => {
  const org = await start(page);
  const expense = (description: string, amount: number, currency: string) => ['POST', '/expenses', { projectId: 'PROJECT', amount, currency, description, date: '2026-11-02' }] as const;
  await api(page, [expense('Nails', 12.5, 'EUR'), expense('Lamp', 4000, 'JPY'), expense('Rope', 30, 'EUR'), ['POST', '/expenses', { projectId: 'PROJECT', kind: 'time', hours: 2, description: 'Sawing', date: '2026-11-03' }], ['POST', '/expenses/$0/submit'], ['POST', '/expenses/$1/submit']]);
  await page.goto(`/o/${org}/projects/BOAT/expenses`);
  await expect(list(page).getByRole('row')).toHaveCount(5);
  await expect(totals(page)).toContainText('€42.50');
  await expect(totals(page)).toContainText('JP¥4,000');
  await expect(totals(page)).toContainText('1 not priced');
  await expectAccessibleInBoth(page);

  await page.getByRole('combobox', { name: 'State' }).click();
  await page.getByRole('option', { name: 'Submitted' }).click();
  await expect(list(page).getByRole('row')).toHaveCount(3);
  await expect(totals(page)).toContainText('€12.50');
  await row(page, 'Nails').getByRole('button', { name: 'Nails', exact: true }).focus();
  await page.keyboard.press('x');
  await row(page, 'Lamp').getByRole('checkbox').click();
  await expectAccessible(page);
  await page.getByRole('toolbar', { name: 'The selected entries' }).getByRole('button', { name: 'Approve' }).click();
  await expect(page.getByText('Approved 2 entries')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'No such entries' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(list(page).getByRole('row')).toHaveCount(3);
  await page.getByRole('button', { name: 'Clear filter' }).click();
  await expect(list(page).getByRole('row')).toHaveCount(5);

  await page.goto(`/o/${org}/expenses`);
  await expect(page.getByRole('heading', { name: 'My expenses' })).toBeVisible();
  await expect(row(page, 'Sawing')).toContainText('Boathouse');
  await row(page, 'Rope').getByRole('button', { name: 'Rope', exact: true }).focus();
  await page.keyboard.press('Delete');
  await expect(row(page, 'Rope')).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(row(page, 'Rope')).toHaveCount(1);
  await page.setViewportSize({ width: 390, height: 780 });
  await expect(page.getByRole('button', { name: 'Sawing', exact: true })).toBeVisible();
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  expect(wider).toBe(false);
  await expectAccessible(page);
});
