import { createProject, expect, expectAccessible, signUp, someone, test } from './app';

test('a project gets a key from its name, is changed, trashed, brought back and deleted', async ({ page }) => {
  await signUp(page, someone());
  await page.getByRole('link', { name: 'New project' }).last().click();
  const dialog = page.getByRole('dialog', { name: 'New project' });
  await dialog.getByLabel('Name').fill('Website relaunch');
  await expect(dialog.getByLabel('Key')).toHaveValue('WEB');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByRole('heading', { name: 'Website relaunch', level: 1 })).toBeVisible();

  await page.getByRole('button', { name: 'Actions for Website relaunch' }).click();
  await page.getByRole('menuitem', { name: 'Edit…' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Website launch');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: 'Website launch', level: 1 })).toBeVisible();

  await page.getByRole('button', { name: 'Actions for Website launch' }).click();
  await page.getByRole('menuitem', { name: 'Move to trash' }).click();
  await expect(page.getByText('Website launch is in the trash')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('table').getByRole('link', { name: 'Website launch' })).toBeVisible();

  await page.getByRole('table').getByRole('button', { name: 'Actions for Website launch' }).click();
  await page.getByRole('menuitem', { name: 'Move to trash' }).click();
  await page.getByRole('link', { name: 'Trash' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Delete Website launch for good' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete for good' }).click();
  await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible();
});

test('a taken key is refused at its field and the form keeps what was typed', async ({ page }) => {
  await signUp(page, someone());
  await createProject(page, 'Website relaunch');
  await page.goto('/');
  await page.getByRole('link', { name: 'New project' }).last().click();
  const dialog = page.getByRole('dialog', { name: 'New project' });
  await dialog.getByLabel('Name').fill('Website relaunch');
  await expect(dialog.getByLabel('Key')).toHaveValue('WEB2');
  await dialog.getByLabel('Key').fill('WEB');
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await expect(dialog.getByLabel('Key')).toHaveAttribute('aria-invalid', 'true');
  await expect(dialog.getByLabel('Name')).toHaveValue('Website relaunch');
});

test('dates are picked, typed and checked', async ({ page }) => {
  await signUp(page, someone());
  await page.getByRole('link', { name: 'New project' }).last().click();
  const dialog = page.getByRole('dialog', { name: 'New project' });
  await dialog.getByLabel('Name').fill('Ünïcode 日本');
  await dialog.getByRole('button', { name: /^Start/ }).click();
  await page.getByRole('textbox', { name: 'Start' }).fill('2026-05-04');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: /^End/ }).click();
  await page.getByRole('textbox', { name: 'End' }).fill('2026-05-01');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await expect(dialog.getByText('The end lies before the start.')).toBeVisible();
});

test('a schedule is looked at first, imported, opened and taken back', async ({ page }) => {
  await signUp(page, someone());
  await page.getByRole('link', { name: 'Import a file' }).click();
  await expectAccessible(page);
  await page.getByLabel('Choose a file').last().setInputFiles('e2e/fixtures/plan.xml');
  await expect(page.getByRole('dialog', { name: 'What plan.xml would bring' })).toBeVisible();
  await expect(page.getByText('Recognized as Microsoft Project (XML)')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Import \d+ rows?$/ }).click();
  await expect(page.getByRole('dialog', { name: 'Imported' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Undo the import' }).click();
  await expect(page.getByText('The import is undone')).toBeVisible();
});

test('a file of another kind is refused with a reason', async ({ page }) => {
  await signUp(page, someone());
  await page.getByRole('link', { name: 'Import a file' }).click();
  await page.getByLabel('Choose a file').last().setInputFiles({ name: 'poem.txt', mimeType: 'text/plain', buffer: Buffer.from('Roses are red') });
  await expect(page.getByRole('alert')).toContainText('poem.txt is not a file that can be imported.');
  await expectAccessible(page);
  const broken = Buffer.from('<Project xmlns="http://schemas.microsoft.com/project"><Tasks><Task></Tasks>');
  await page.getByLabel('Choose a file').last().setInputFiles({ name: 'broken.xml', mimeType: 'text/xml', buffer: broken });
  await expect(page.getByRole('alert')).toContainText("broken.xml is damaged and can't be read.");
});

test('a project is made from its name alone, and the order of the list survives a reload', async ({ page }) => {
  await signUp(page, someone());
  await createProject(page, 'Website relaunch');
  await page.goto('/');
  await page.getByLabel('Name of a new project').fill('Website launch');
  await page.keyboard.press('Enter');
  const table = page.getByRole('table', { name: 'Projects' });
  await expect(table.getByRole('link', { name: 'Website launch' })).toBeVisible();
  await expect(page.getByLabel('Name of a new project')).toHaveValue('');
  await table.getByRole('button', { name: 'Name' }).click();
  await expect(page).toHaveURL(/sort=-name/);
  await page.reload();
  await expect(table.getByRole('row').nth(1)).toContainText('Website relaunch');
  await expectAccessible(page);
});

test('a task in the trash is listed without what went along with it', async ({ page }) => {
  await signUp(page, someone());
  await createProject(page, 'Website relaunch');
  await page.goto('/');
  await page.getByRole('link', { name: 'Website relaunch' }).first().click();
  await expect(page).toHaveURL(/projects\/WEB/);
  const org = /\/o\/([0-9a-f]+)/.exec(page.url())?.[1] ?? '';
  await page.evaluate(async (id) => {
    const base = `/api/v1/organizations/${id}`;
    const json = async (path: string, init?: RequestInit) => (await fetch(path, init)).json();
    const { csrfToken } = await json('/api/v1/auth/session');
    const headers = { 'X-CSRF-Token': csrfToken, 'Content-Type': 'application/json' };
    const post = (body: object) => json(`${base}/tasks`, { method: 'POST', headers, body: JSON.stringify(body) });
    const projectId = (await json(`${base}/projects`)).data[0].id;
    const parent = await post({ projectId, title: 'Move house' });
    await post({ projectId, title: 'Pack boxes', parentId: parent.id });
    await fetch(`${base}/tasks/${parent.id}`, { method: 'DELETE', headers });
  }, org);
  await page.getByRole('link', { name: 'Trash' }).click();
  await expect(page.getByRole('table', { name: 'Tasks' }).getByRole('row', { name: /Move house/ })).toBeVisible();
  await expect(page.getByText('Pack boxes')).toBeHidden();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Restore Move house' }).click();
  await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible();
});

test('everything is there on a narrow screen', async ({ page }) => {
  await page.setViewportSize({ width: 380, height: 760 });
  await signUp(page, someone());
  await createProject(page, 'Umbau der Donaudampfschifffahrtsgesellschaftshauptverwaltung');
  await page.goto('/');
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  expect(wider).toBe(false);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
});

test('without a server the page says so and recovers', async ({ page }) => {
  await signUp(page, someone());
  await page.route('**/api/**', (route) => route.abort());
  await page.getByRole('link', { name: 'Trash' }).click();
  await expect(page.getByText('No connection to the server.', { exact: false })).toBeVisible({ timeout: 20_000 });
  await expectAccessible(page);
  await page.unroute('**/api/**');
  await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible({ timeout: 20_000 });
});

test('a project is saved as a file of Microsoft Project', async ({ page }) => {
  await signUp(page, someone());
  await createProject(page, 'Garden / beds');
  await page.getByRole('button', { name: 'Actions for Garden / beds' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'Export to Microsoft Project' }).click()]);
  expect(download.suggestedFilename()).toBe('Garden - beds.xml');
  expect(await download.failure()).toBeNull();
});
