import { expect, expectAccessible, signIn, signUp, someone, test } from './app';

test('somebody signs up, signs out and signs in again', async ({ page }) => {
  const ada = someone();
  await signUp(page, ada);
  await page.getByRole('button', { name: `Account of ${ada.name}` }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/sign-in/);
  await signIn(page, ada);
});

test('a wrong password is told in plain words and keeps what was typed', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill('nobody@example.com');
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('The e-mail address or the password is wrong.');
  await expect(page.getByLabel('E-mail')).toHaveValue('nobody@example.com');
  await expectAccessible(page);
});

test('empty fields are named where they are', async ({ page }) => {
  await page.goto('/sign-up');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByText('Please fill this in.').first()).toBeVisible();
  await expect(page.getByLabel('Your name')).toBeFocused();
  await expect(page.getByLabel('Your name')).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(page);
});

test('an address behind the sign-in leads there after signing in', async ({ page }) => {
  const ada = someone();
  await signUp(page, ada);
  await page.goto(`${page.url()}/members`);
  const members = page.url();
  // An answer still on its way could renew the session.
  await expect(page.getByRole('main').getByText(ada.email)).toBeVisible();
  await page.context().clearCookies();
  await page.goto(members);
  await expect(page).toHaveURL(/sign-in\?next=/);
  await page.getByLabel('E-mail').fill(ada.email);
  await page.getByLabel('Password', { exact: true }).fill(ada.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(members);
});

test('the profile changes the name, the language and the theme', async ({ page }) => {
  await signUp(page, someone());
  await page.goto('/profile');
  await expectAccessible(page);
  await page.getByLabel('Your name').fill('Ada Byron');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Your profile is saved')).toBeVisible();
  await page.getByLabel('Theme').click();
  await page.getByRole('option', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expectAccessible(page);
  await page.getByLabel('Language').click();
  await page.getByRole('option', { name: 'Deutsch' }).click();
  await expect(page.getByRole('heading', { name: 'Profil', exact: true, level: 1 })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Profil', exact: true, level: 1 })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Konto von Ada Byron' })).toBeVisible();
});

test('a token is shown once and can be revoked', async ({ page }) => {
  await signUp(page, someone());
  await page.goto('/profile');
  await page.getByLabel('What it is for').fill('Nightly report');
  await page.getByRole('button', { name: 'Create token' }).click();
  await expect(page.getByLabel('Token', { exact: true })).toHaveValue(/\S{16,}/);
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Revoke Nightly report' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText('No tokens yet.')).toBeVisible();
});

test('a changed password is the one that counts, and the person stays signed in', async ({ page }) => {
  const ada = someone();
  await signUp(page, ada);
  await page.goto('/profile');
  await page.getByLabel('Current password').fill(ada.password);
  await page.getByLabel('New password').fill('another fine password');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('The password is changed')).toBeVisible();
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Projects', level: 1 })).toBeVisible();
  await page.context().clearCookies();
  await signIn(page, { ...ada, password: 'another fine password' });
});
