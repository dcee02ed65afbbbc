import type { APIRequestContext, Page } from '@playwright/test';
import { createProject, expect, expectAccessible, signUp, someone, test } from './app';

/** Usable by all in the light, in the dark and on a phone. */
async function expectAccessibleEverywhere(page: Page): Promise<void> {
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: 'light' });
  const size = page.viewportSize();
  await page.setViewportSize({ width: 380, height: 800 });
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(380);
  if (size) await page.setViewportSize(size);
}

/** Goes to a page of the organization that is open. */
async function visit(page: Page, path: string): Promise<void> {
  const org = /\/o\/[0-9a-f]{24}/.exec(page.url())?.[0] ?? '';
  await page.goto(org + path);
}

/** A member of the organization that is open, who joined by an invitation. */
async function join(page: Page, request: APIRequestContext, name: string, role: string): Promise<void> {
  const org = /\/o\/([0-9a-f]{24})/.exec(page.url())?.[1];
  const { email, password } = someone(name);
  const token = await page.evaluate(
    async ([path, body]) => {
      const answer = await fetch(path!, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: body! });
      return ((await answer.json()) as { token: string }).token;
    },
    [`/api/v1/organizations/${org}/invitations`, JSON.stringify({ email, role })],
  );
  const answer = await request.post('/api/v1/auth/register', { data: { name, email, password, invitationToken: token } });
  expect(answer.status()).toBe(201);
}

test('a role is copied, changed in the grid, and deleted only when nobody holds it', async ({ page, request }) => {
  test.slow();
  await signUp(page, someone());
  await join(page, request, 'Grace Okonkwo', 'Viewer');
  await visit(page, '/settings/roles');
  const grid = page.getByRole('table', { name: 'What each role allows' });
  await expect(grid.getByRole('columnheader', { name: /Viewer/ })).toBeVisible();
  await expect(grid.getByRole('button', { name: /, Viewer: / })).toHaveCount(0);

  await page.getByRole('button', { name: 'New role' }).click();
  const dialog = page.getByRole('dialog', { name: 'New role' });
  await dialog.getByLabel('Name').fill('Viewer');
  await dialog.getByRole('button', { name: 'Create role' }).click();
  await expect(dialog.getByText(/role of this name/)).toBeVisible();
  await dialog.getByLabel('Name').fill('Contractor');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Create role' }).click();
  const update = grid.getByRole('button', { name: /^Change, move and link tasks, Contractor/ });
  await expect(update).toHaveAccessibleName(/: No$/);
  // The whole table takes a minute to judge; a part is made of the same.
  await page.getByLabel('Filter permissions').fill('link tasks');
  await expectAccessibleEverywhere(page);
  await page.getByLabel('Filter permissions').fill('tasks');

  // Nothing, own, all, and round again; the arrow keys lead to the next cell.
  await update.click();
  await expect(update).toHaveAccessibleName(/: Own$/);
  await page.keyboard.press('Enter');
  await expect(update).toHaveAccessibleName(/: All$/);
  await update.click();
  await update.click();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Space');
  await expect(grid.getByRole('button', { name: 'Create tasks, Contractor: Yes' })).toBeVisible();
  await expect(page.getByText("2 changes aren't saved yet")).toBeVisible();
  await expectAccessible(page);

  // They are not lost by accident.
  await page.getByRole('link', { name: 'General' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('Contractor is saved and acts at once')).toBeVisible();
  await page.reload();
  await expect(update).toHaveAccessibleName(/: Own$/);

  await visit(page, '/members');
  await page.getByRole('combobox', { name: 'Role of Grace Okonkwo' }).click();
  await page.getByRole('option', { name: 'Contractor' }).click();
  await expect(page.getByText('Grace Okonkwo is now Contractor')).toBeVisible();
  await visit(page, '/settings/roles');
  await page.getByRole('button', { name: 'Actions for the role Contractor' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(page.getByRole('dialog', { name: 'Contractor is in use' }).getByText('Grace Okonkwo')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Go to members' }).click();
  await page.getByRole('combobox', { name: 'Role of Grace Okonkwo' }).click();
  await page.getByRole('option', { name: /^Viewer/ }).click();
  await expect(page.getByText('Grace Okonkwo is now Viewer')).toBeVisible();
  await visit(page, '/settings/roles');
  await page.getByRole('button', { name: 'Actions for the role Contractor' }).click();
  await page.getByRole('menuitem', { name: 'Rename…' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Freelancer');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Actions for the role Freelancer' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(page.getByRole('columnheader', { name: /Freelancer/ })).toHaveCount(0);
  await page.locator('[data-front=true]').getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('columnheader', { name: /Freelancer/ })).toBeVisible();
});

test('a custom field is made, its choices ordered, and it comes back after deleting', async ({ page }) => {
  await signUp(page, someone());
  await createProject(page, 'Lighthouse repair');
  await visit(page, '/settings/fields');
  await expect(page.getByRole('heading', { name: 'No custom fields yet' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'New field' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Risk');
  await dialog.getByLabel('Type').click();
  await page.getByRole('option', { name: 'Dropdown' }).click();
  await dialog.getByRole('button', { name: 'Create field' }).click();
  await expect(dialog.getByText('Add at least one choice.')).toBeVisible();
  for (const choice of ['High', 'Low', 'Middle']) {
    await dialog.getByLabel('New choice').fill(choice);
    await page.keyboard.press('Enter');
  }
  await dialog.getByLabel('Choice 2').focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(dialog.getByLabel('Choice 1')).toHaveValue('Low');
  await dialog.getByRole('button', { name: 'Move High', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Move to the bottom' }).click();
  await expect(dialog.getByLabel('Choice 3')).toHaveValue('High');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Create field' }).click();
  const row = page.getByRole('table', { name: 'Tasks in all projects' }).getByRole('row', { name: /Risk/ });
  await expect(row.getByText('LowMiddleHigh')).toBeVisible();

  await page.getByRole('button', { name: 'New field' }).click();
  await dialog.getByLabel('Name').fill('Tide');
  await dialog.getByRole('combobox', { name: 'Where' }).click();
  await page.getByRole('option', { name: /Lighthouse repair/ }).click();
  await dialog.getByRole('button', { name: 'Create field' }).click();
  await expect(page.getByRole('table', { name: 'Tasks in Lighthouse repair' }).getByText('Tide')).toBeVisible();
  await expectAccessibleEverywhere(page);

  await page.getByRole('button', { name: 'Risk', exact: true }).click();
  await dialog.getByRole('button', { name: 'Remove Middle' }).click();
  await dialog.getByRole('checkbox', { name: 'Required' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(row.getByText('Required')).toBeVisible();
  await page.getByRole('button', { name: 'Actions for the field Risk' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(row).toHaveCount(0);
  await page.locator('[data-front=true]').getByRole('button', { name: 'Undo' }).click();
  await expect(row).toBeVisible();
});

test('the audit log says who did what, and finds it', async ({ page }) => {
  const ada = someone();
  await signUp(page, ada);
  await createProject(page, 'Lighthouse repair');
  await visit(page, '/settings/audit');
  const log = page.getByRole('table', { name: 'Audit log' });
  const made = log.getByRole('row', { name: /Project created: Lighthouse repair/ });
  await expect(made).toContainText(ada.name);
  await expectAccessibleEverywhere(page);
  await made.getByRole('button').click();
  await expect(log.getByText(/Mozilla/)).toBeVisible();
  await expectAccessible(page);
  await log.getByRole('link', { name: 'History of this object' }).click();
  await expect(page).toHaveURL(/object=/);
  await expect(log.getByRole('row', { name: /Organization|Member/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Show all objects again' }).click();
  await page.getByRole('combobox', { name: 'Kind of object' }).click();
  await page.getByRole('option', { name: 'Deal', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(made).toBeVisible();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Export' }).click()]);
  expect(download.suggestedFilename()).toBe('audit.csv');
});

test('access is explained rule by rule', async ({ page, request }) => {
  await signUp(page, someone());
  await join(page, request, 'Grace Okonkwo', 'Viewer');
  await visit(page, '/members');
  await page.getByRole('button', { name: 'Actions for Grace Okonkwo' }).click();
  await page.getByRole('menuitem', { name: 'What may they do?' }).click();
  const panel = page.getByRole('dialog', { name: 'Access of Grace Okonkwo' });
  await expect(panel.getByText('See tasks of visible projects')).toBeVisible();
  await panel.getByRole('combobox', { name: 'What is asked' }).click();
  await page.getByRole('combobox', { name: 'What is asked' }).last().fill('project:create');
  await page.getByRole('option', { name: /Create projects/ }).click();
  await expect(panel.getByRole('status')).toContainText('Grace Okonkwo may not do this');
  await expect(panel.getByText('Viewer does not allow project:create')).toBeVisible();
  await expectAccessibleEverywhere(page);
  await page.reload();
  await expect(panel.getByRole('status')).toContainText('may not');
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
});

test('the settings of a project: who sees it, its schedule, its statuses, its fields', async ({ page, request }) => {
  await signUp(page, someone());
  await join(page, request, 'Grace Okonkwo', 'Editor');
  await createProject(page, 'Lighthouse repair');
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('combobox', { name: 'Add people' }).click();
  await page.getByRole('option', { name: /Grace Okonkwo/ }).click();
  await expect(page.getByRole('button', { name: 'Remove Grace Okonkwo from the project' })).toBeVisible();
  await page.getByText('Members only').click();
  await expect(page.getByText('Lighthouse repair is visible to its members only')).toBeVisible();
  await expectAccessibleEverywhere(page);

  await page.getByRole('combobox', { name: 'Lags of links run in' }).click();
  await page.getByRole('option', { name: 'All hours of all days' }).click();
  await expect(page.getByText('The schedule follows the new rule')).toBeVisible();
  const slack = page.getByLabel('Critical up to a float of (working days)');
  await slack.fill('1,5');
  await slack.press('Enter');
  await page.getByRole('checkbox', { name: 'Links may pull tasks before the start of the project' }).click();
  await page.locator('[data-front=true]').getByText('The schedule follows the new rule').waitFor();
  await page.reload();
  await expect(slack).toHaveValue('1.5');
  await expect(page.getByRole('combobox', { name: 'Lags of links run in' })).toContainText('All hours of all days');
  await expect(page.getByRole('checkbox', { name: 'Links may pull tasks before the start of the project' })).toBeChecked();

  const statuses = page.getByRole('list', { name: 'Statuses' });
  await page.getByLabel('New status', { exact: true }).fill('Waiting');
  await page.keyboard.press('Enter');
  const name = page.getByLabel('Name of the status Waiting');
  await expect(name).toBeVisible();
  await name.focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(statuses.getByRole('listitem').nth(3).getByRole('textbox')).toHaveValue('Waiting');
  await name.fill('Blocked');
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Kind of Blocked' }).click();
  await page.getByRole('option', { name: /^Open/ }).click();
  await page.reload();
  await expect(statuses.getByRole('listitem').nth(3).getByRole('textbox')).toHaveValue('Blocked');
  await expect(page.getByRole('combobox', { name: 'Kind of Blocked' })).toContainText('Open');
  await page.getByRole('button', { name: 'Remove Blocked' }).click();
  await expect(page.getByLabel('Name of the status Blocked')).toHaveCount(0);
  await page.locator('[data-front=true]').getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByLabel('Name of the status Blocked')).toBeVisible();

  await page.getByRole('button', { name: 'New field' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Tide');
  await page.getByRole('dialog').getByRole('button', { name: 'Create field' }).click();
  await expect(page.getByRole('table', { name: 'Only in this project' }).getByText('Tide')).toBeVisible();
});
