import type { Locator, Page } from '@playwright/test';
import { createProject, expect, expectAccessible, expectAccessibleInBoth, signUp, someone, test } from './app';

const grid = (page: Page): Locator => page.getByRole('treegrid');
const row = (page: Page, title: string): Locator => grid(page).getByRole('row').filter({ has: page.getByText(title, { exact: true }) });

/** Defines a custom field of tasks, as the settings do. */
const define = (page: Page, field: Record<string, unknown>) =>
  page.evaluate(async (body) => {
    const org = /\/o\/(\w+)/.exec(location.pathname)?.[1];
    const answer = await fetch(`/api/v1/organizations/${org}/field-definitions`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(await answer.text());
  }, field);

async function projectWith(page: Page, titles: string[], fields: Record<string, unknown>[] = []): Promise<void> {
  await signUp(page, someone());
  await createProject(page, 'Website relaunch');
  for (const field of fields) await define(page, field);
  if (fields.length > 0) await page.reload();
  await page.getByRole('button', { name: 'Add the first task' }).click();
  for (const title of titles) {
    await page.getByLabel('New task', { exact: true }).and(page.locator('input')).fill(title);
    await page.keyboard.press('Enter');
  }
  await page.keyboard.press('Escape');
  for (const title of titles) await expect(row(page, title).getByRole('link', { name: /^Open WEB-/ })).toBeVisible();
}

async function showColumn(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitem', { name }).click();
  await page.getByRole('menuitem', { name: 'Show' }).click();
  await page.keyboard.press('Escape');
}

test('custom fields are columns, edited by their kind, and stand in the panel and on cards', async ({ page }) => {
  test.slow();
  await projectWith(page, ['Interviews'], [
    { name: 'Risk', type: 'dropdown', options: ['Low', 'High'] },
    { name: 'Points', type: 'number' },
    { name: 'Signed', type: 'checkbox' },
  ]);
  for (const name of ['Risk', 'Points', 'Signed']) await showColumn(page, name);
  const cell = (name: string) => row(page, 'Interviews').locator('[data-col]').nth({ Points: 12, Risk: 11, Signed: 13 }[name] ?? 0);
  await cell('Risk').click();
  await page.getByRole('option', { name: 'High' }).click();
  await expect(cell('Risk')).toContainText('High');
  await cell('Points').click();
  await page.getByRole('textbox', { name: 'Points' }).fill('many');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Type a number');
  await page.getByRole('textbox', { name: 'Points' }).fill('5');
  await page.keyboard.press('Enter');
  await expect(cell('Points')).toContainText('5');
  await cell('Signed').click();
  await expect(cell('Signed')).toContainText('yes');
  await page.keyboard.press('Control+z');
  await expect(cell('Signed')).not.toContainText('yes');
  await expectAccessible(page);
  await page.reload();
  await expect(cell('Risk')).toContainText('High');
  await row(page, 'Interviews').getByRole('link').click();
  const panel = page.getByRole('complementary', { name: /Interviews/ });
  await expect(panel.getByRole('button', { name: /^Risk High/ })).toBeVisible();
  await panel.getByRole('textbox', { name: 'Points' }).fill('8');
  await page.keyboard.press('Enter');
  await panel.getByRole('checkbox', { name: 'Signed' }).click();
  await panel.getByRole('tab', { name: 'Activity' }).click();
  await expect(panel.getByText('changed Points from 5 to 8')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Board' }).click();
  await page.getByRole('button', { name: 'Fields on the cards' }).click();
  await page.getByRole('menuitem', { name: 'Risk' }).click();
  const card = page.getByRole('region', { name: /^To do/ });
  await expect(card.getByText('High')).toBeVisible();
  await expectAccessible(page);

  // A saved view keeps them, wherever it is opened from.
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'Save as a new view…' }).click();
  await page.getByRole('dialog', { name: 'Save this view' }).getByLabel('Name').fill('Risks');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'View: Risks' })).toBeVisible();
  await page.getByRole('button', { name: 'Fields on the cards' }).click();
  await page.getByRole('menuitem', { name: 'Risk' }).click();
  await expect(card.getByText('High')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'List' }).click();
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'Risks' }).click();
  await expect(card.getByText('High')).toBeVisible();
});

test('conditions are chosen or typed, and both are the same filter', async ({ page }) => {
  await projectWith(page, ['Interviews', 'Report']);
  await row(page, 'Report').locator('[data-col=status]').click();
  await page.getByRole('option', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Status', exact: true }).click();
  await page.getByRole('option', { name: 'Done' }).click();
  await page.keyboard.press('Escape');
  await expect(row(page, 'Interviews')).toHaveCount(0);
  await expect(page).toHaveURL(/filter=status/);
  await page.getByRole('button', { name: 'Filter as text' }).click();
  const text = page.getByRole('textbox', { name: 'Filter as text' });
  await expect(text).toHaveValue('status = done');
  await expectAccessible(page);
  await text.fill('status != done AND (assigneeId IS EMPTY OR dueDate < today)');
  await page.keyboard.press('Enter');
  await expect(row(page, 'Report')).toHaveCount(0);
  await expect(row(page, 'Interviews')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Status: is not Done' })).toBeVisible();
  await page.reload();
  await expect(row(page, 'Interviews')).toBeVisible();
  await expect(row(page, 'Report')).toHaveCount(0);

  await page.getByRole('button', { name: 'Filter as text' }).click();
  await text.fill('status = done AND dueDate < tomorow');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Character 29: found `tomorow`');
  await expect(text).toHaveJSProperty('selectionStart', 28);
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page);
  await page.setViewportSize({ width: 380, height: 760 });
  await expectAccessible(page);
  await page.setViewportSize({ width: 1280, height: 760 });
  await text.fill('');
  await page.keyboard.press('Enter');
  await expect(row(page, 'Report')).toBeVisible();

  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('option', { name: 'Task', exact: true }).click();
  await page.getByRole('textbox', { name: 'Task', exact: true }).fill('view');
  await page.keyboard.press('Enter');
  await expect(row(page, 'Report')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Remove the filter by Task' }).click();
  await expect(row(page, 'Report')).toBeVisible();
});

test('a filter is completed while it is typed, with the keys', async ({ page }) => {
  await projectWith(page, ['Interviews', 'Report'], [{ name: 'Big risk', type: 'dropdown', options: ['Low', 'Very high'] }]);
  await page.getByRole('button', { name: 'Filter as text' }).click();
  const text = page.getByRole('textbox', { name: 'Filter as text' });
  await expect(text).toBeFocused();
  await page.keyboard.type('stat');
  const list = page.getByRole('listbox', { name: 'What can come next' });
  await expect(list.getByRole('option', { name: /^Status/ })).toHaveAttribute('aria-selected', 'true');
  await expectAccessibleInBoth(page);
  await page.keyboard.press('Tab');
  await expect(text).toHaveValue('status ');
  await list.getByRole('option', { name: /^is not/ }).first().click();
  await page.keyboard.type('don');
  await page.keyboard.press('Enter');
  await expect(text).toHaveValue('status != done ');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(text).toHaveValue('status != done AND ');
  await page.keyboard.type('"big');
  await page.keyboard.press('Enter');
  await page.keyboard.type('= very');
  await page.keyboard.press('Enter');
  await expect(text).toHaveValue('status != done AND "Big risk" = "Very high" ');
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();
  await page.keyboard.press('Enter');
  await expect(row(page, 'Interviews')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Big risk: Very high' })).toBeVisible();
});

test('a new task is asked for what its project requires', async ({ page }) => {
  await projectWith(page, ['Interviews']);
  await define(page, { name: 'Risk', type: 'dropdown', options: ['Low', 'High'], required: true });
  await define(page, { name: 'Points', type: 'number', required: true });
  await page.reload();
  await expect(row(page, 'Interviews')).toBeVisible();
  await page.keyboard.press('c');
  await page.keyboard.type('Report');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'New task' });
  await expect(dialog.getByLabel('Task')).toHaveValue('Report');
  await dialog.getByRole('button', { name: 'Create task' }).click();
  await expect(dialog.getByRole('alert')).toContainText('fill');
  await expectAccessibleInBoth(page);
  await dialog.getByRole('button', { name: /^Risk/ }).click();
  await page.getByRole('option', { name: 'High' }).click();
  await dialog.getByLabel('Points').fill('5');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(row(page, 'Report').getByRole('link', { name: /^Open WEB-/ })).toBeVisible();

  // The next one is typed at once; giving it up keeps what was typed.
  const draft = page.getByLabel('New task', { exact: true }).and(page.locator('input'));
  await expect(draft).toBeFocused();
  await page.keyboard.type('Audit');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(draft).toHaveValue('Audit');
  await page.getByRole('link', { name: 'Board' }).click();
  await page.getByRole('button', { name: 'Add a task to In review' }).click();
  await page.keyboard.type('Audit');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  const field = page.getByRole('textbox', { name: 'Add a task to In review' });
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('Audit');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: /^Risk/ }).click();
  await page.getByRole('option', { name: 'Low' }).click();
  await dialog.getByLabel('Points').fill('1');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: /^In review/ }).getByRole('link', { name: 'Audit' })).toBeVisible();
  await expect(field).toBeFocused();
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name: 'Audit' }).click();
  const panel = page.getByRole('complementary', { name: /Audit/ });
  await panel.getByRole('region', { name: 'Subtasks' }).getByRole('button', { name: 'Add' }).click();
  await page.keyboard.type('Ledger');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(panel.getByRole('textbox', { name: 'New subtask' })).toHaveValue('Ledger');
});

test('a view is saved, changed, opened first, and taken back from the trash', async ({ page }) => {
  await projectWith(page, ['Interviews', 'Report']);
  await page.getByRole('searchbox', { name: 'Filter tasks' }).fill('inter');
  await expect(row(page, 'Report')).toHaveCount(0);
  await page.getByRole('button', { name: 'Views' }).click();
  await expectAccessibleInBoth(page);
  await page.getByRole('menuitem', { name: 'Save as a new view…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save this view' });
  await expectAccessible(page);
  await dialog.getByLabel('Name').fill('Only interviews');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'View: Only interviews' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'View: Only interviews' }).click();
  await page.getByRole('menuitem', { name: 'Open the project with it' }).click();
  await page.goto('/');
  await page.getByRole('link', { name: 'Website relaunch' }).first().click();
  await expect(page.getByRole('button', { name: 'View: Only interviews' })).toBeVisible();
  await expect(row(page, 'Report')).toHaveCount(0);
  await page.getByRole('searchbox', { name: 'Filter tasks' }).fill('rep');
  await expect(row(page, 'Report')).toBeVisible();
  await page.getByRole('button', { name: 'View: Only interviews' }).click();
  await page.getByRole('menuitem', { name: 'Save changes to Only interviews' }).click();
  await page.getByRole('button', { name: 'View: Only interviews' }).click();
  await page.getByRole('menuitem', { name: 'Move to trash' }).click();
  await expect(row(page, 'Interviews')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'Only interviews' }).click();
  await expect(row(page, 'Interviews')).toHaveCount(0);
});

test('everything is found from the palette and on the search page', async ({ page }) => {
  await projectWith(page, ['Überprüfung der Pläne', 'Interviews']);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('uberpruf');
  const palette = page.getByRole('dialog', { name: 'Commands' });
  await expect(palette.getByRole('option', { name: /Überprüfung der Pläne/ })).toHaveAttribute('aria-selected', 'true');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: /Überprüfung/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.getByRole('searchbox', { name: 'Search everything' }).fill('plane');
  await expect(page.getByRole('list', { name: 'Results' }).locator('mark')).toHaveText('Pläne');
  await expect(page).toHaveURL(/q=plane/);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Projects' }).click();
  await expect(page.getByRole('heading', { name: /Nothing found/ })).toBeVisible();
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 380, height: 760 });
  await page.getByRole('button', { name: 'Everything' }).click();
  await expect(page.getByRole('link', { name: /Überprüfung/ })).toBeVisible();
  await expectAccessible(page);
});
