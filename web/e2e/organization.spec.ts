import { createProject, expect, expectAccessible, signUp, someone, test } from './app';

test('an empty organization offers the first steps and a sample', async ({ page }) => {
  await signUp(page, someone());
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Explore a sample organization' }).click();
  await expect(page.getByRole('heading', { name: 'No projects yet' })).toBeHidden();
  await expect(page.getByRole('table').getByRole('row').nth(1)).toBeVisible();
  await expectAccessible(page);
});

test('an invited person joins by the link with the role given', async ({ page, browser }) => {
  const ada = someone();
  const grace = someone('Grace Okonkwo');
  await signUp(page, ada);
  await page.getByRole('link', { name: 'Members' }).first().click();
  await page.getByRole('link', { name: 'Invite people' }).click();
  await page.getByRole('dialog').getByLabel('E-mail').fill(grace.email);
  await page.getByRole('dialog').getByLabel('Role').click();
  await page.getByRole('option', { name: /^Viewer/ }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Create link' }).click();
  const link = await page.getByLabel('Invitation link').inputValue();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText(grace.email)).toBeVisible();

  const other = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  await other.goto(link);
  await expect(other.getByRole('heading', { name: `Join ${ada.organization}` })).toBeVisible();
  await expectAccessible(other);
  await other.getByLabel('Your name').fill(grace.name);
  await other.getByLabel('Password', { exact: true }).fill(grace.password);
  await other.getByRole('button', { name: 'Create account' }).click();
  await expect(other.getByRole('heading', { name: 'No projects yet' })).toBeVisible();
  await expect(other.getByRole('link', { name: 'New project' })).toHaveCount(0);
  await other.goto(link);
  await expect(other.getByRole('heading', { name: "This invitation can't be used" })).toBeVisible();

  await page.reload();
  await page.getByRole('combobox', { name: `Role of ${grace.name}` }).click();
  await page.getByRole('option', { name: /^Editor/ }).click();
  await expect(page.getByText(`${grace.name} is now Editor`)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: `Actions for ${grace.name}` }).click();
  await page.getByRole('menuitem', { name: 'Remove from the organization' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove from the organization' }).click();
  await expect(page.getByText(grace.name, { exact: true })).toBeHidden();
});

test('the last administrator can not give up the role', async ({ page }) => {
  const ada = someone();
  await signUp(page, ada);
  await page.getByRole('link', { name: 'Members' }).first().click();
  await page.getByRole('combobox', { name: `Role of ${ada.name}` }).click();
  await page.getByRole('option', { name: /^Viewer/ }).click();
  await expect(page.locator('[data-sonner-toast][data-type=error]')).toBeVisible();
  await expect(page.getByRole('combobox', { name: `Role of ${ada.name}` })).toContainText('Admin');
});

test('settings are saved and an organization is deleted only by name', async ({ page }) => {
  const ada = someone();
  await signUp(page, ada);
  await page.getByRole('link', { name: 'Settings' }).click();
  await expectAccessible(page);
  await page.getByRole('combobox', { name: 'Time zone' }).click();
  await page.getByRole('combobox', { name: 'Time zone' }).last().fill('Lisbon');
  await page.getByRole('option', { name: 'Europe/Lisbon' }).click();
  await page.getByLabel('Domain').fill('harbour.example');
  await page.getByRole('button', { name: 'Save' }).first().click();
  await expect(page.getByText('The settings are saved')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Domain')).toHaveValue('harbour.example');
  await page.getByRole('button', { name: 'Delete organization' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog.getByRole('button', { name: 'Delete organization' })).toBeDisabled();
  await dialog.getByLabel('Name of the organization').fill(ada.organization);
  await dialog.getByRole('button', { name: 'Delete organization' }).click();
  await expect(page).toHaveURL(/welcome/);
  await expectAccessible(page);
});

test('the palette and the keys reach everything', async ({ page }) => {
  await signUp(page, someone());
  await createProject(page, 'Lighthouse repair');
  await page.keyboard.press('g');
  await page.keyboard.press('m');
  await expect(page.getByRole('heading', { name: 'Members', level: 1 })).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Commands' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.type('lighth');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Lighthouse repair', level: 1 })).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await expectAccessible(page);
});

test('addresses that lead nowhere say so', async ({ page }) => {
  await signUp(page, someone());
  for (const path of ['/nowhere', '/o/0123456789abcdef01234567', `${new URL(page.url()).pathname}/projects/NOPE/list`]) {
    await page.goto(path);
    await expect(page.getByRole('heading', { name: 'Nothing here' })).toBeVisible();
  }
  // Inside an organization the rail stays.
  await page.goto(`${/\/o\/[0-9a-f]{24}/.exec(page.url())?.[0]}/nowhere`);
  await expect(page.getByRole('heading', { name: 'Nothing here' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Settings' })).toBeVisible();
  await expectAccessible(page);
});
