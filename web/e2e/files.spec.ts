import type { Locator, Page } from '@playwright/test';
import { createProject, expect, expectAccessible, expectAccessibleInBoth, signUp, someone, test } from './app';

/** One red point. */
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==', 'base64');
const text = (name: string, words: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(words) });
const picture = { name: 'red.png', mimeType: 'image/png', buffer: png };

/** A project with one task, whose panel is open. */
async function openTask(page: Page): Promise<Locator> {
  await signUp(page, someone());
  await createProject(page, 'Website relaunch');
  await page.getByRole('button', { name: 'Add the first task' }).click();
  await page.getByLabel('New task', { exact: true }).and(page.locator('input')).fill('Interviews');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: /^Open WEB-/ }).click();
  const panel = page.getByRole('complementary', { name: /Interviews/ });
  await expect(panel).toBeVisible();
  return panel;
}

test('files are attached, looked at, taken away and brought back', async ({ page }) => {
  const panel = await openTask(page);
  const section = panel.getByRole('region', { name: 'Attachments' });
  await section.locator('input[type=file]').setInputFiles([picture, text('notes.txt', 'First line')]);
  await expect(section.getByRole('button', { name: 'Open red.png' })).toBeVisible();
  await expect(section.getByRole('button', { name: 'Open notes.txt' })).toBeVisible();
  await expectAccessible(page);
  await section.getByRole('button', { name: 'Open red.png' }).click();
  const look = page.getByRole('dialog', { name: 'red.png' });
  await expect(look.getByRole('img', { name: 'red.png' })).toHaveJSProperty('naturalWidth', 1);
  await expectAccessibleInBoth(page);
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('dialog', { name: 'notes.txt' }).getByText('First line')).toBeVisible();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download notes.txt' }).last().click()]);
  expect(download.suggestedFilename()).toBe('notes.txt');
  await page.keyboard.press('Escape');
  await section.getByRole('button', { name: 'Open notes.txt' }).hover();
  await section.getByRole('button', { name: 'Move notes.txt to the trash' }).click();
  await expect(section.getByRole('button', { name: 'Open notes.txt' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(section.getByRole('button', { name: 'Open notes.txt' })).toBeVisible();
});

test('a pasted picture and a dropped file are attached; a refused one says why', async ({ page }) => {
  const panel = await openTask(page);
  const section = panel.getByRole('region', { name: 'Attachments' });
  const give = (kind: 'paste' | 'drop', name: string) =>
    page.evaluate(
      ({ kind, name }) => {
        const data = new DataTransfer();
        data.items.add(new File(['one line'], name, { type: 'text/plain' }));
        const target = document.querySelector('section[aria-label=Attachments] > div:last-of-type') ?? document.body;
        if (kind === 'paste') document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        else for (const type of ['dragenter', 'dragover', 'drop']) target.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
      },
      { kind, name },
    );
  await give('paste', 'pasted.txt');
  await expect(section.getByRole('button', { name: 'Open pasted.txt' })).toBeVisible();
  await give('drop', 'dropped.txt');
  await expect(section.getByRole('button', { name: 'Open dropped.txt' })).toBeVisible();
  await page.route('**/attachments', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
  await give('paste', 'lost.txt');
  await expect(section.getByRole('alert')).toContainText("can't be reached");
  await page.unroute('**/attachments');
  await section.getByRole('button', { name: 'Upload lost.txt again' }).click();
  await expect(section.getByRole('button', { name: 'Open lost.txt' })).toBeVisible();
});

test('a file gets a version, is reviewed and decided', async ({ page }) => {
  await signUp(page, someone());
  await createProject(page, 'Website relaunch');
  await page.getByRole('link', { name: 'Files' }).click();
  await expect(page.getByRole('heading', { name: 'No files yet' })).toBeVisible();
  await expectAccessible(page);
  await page.locator('main input[type=file]').setInputFiles(text('contract.txt', 'We agree.'));
  // Not the one that cancels its upload.
  await page.getByRole('row').getByRole('button', { name: 'contract.txt' }).click();
  const dialog = page.getByRole('dialog', { name: 'contract.txt' });
  await dialog.locator('input[type=file]').setInputFiles(text('contract.txt', 'We agree on more.'));
  await dialog.getByLabel('What has changed').fill('Section 3');
  await dialog.getByRole('button', { name: 'Upload version 2' }).click();
  await expect(dialog.getByText('Section 3')).toBeVisible();
  await dialog.getByRole('button', { name: 'Ask for review' }).click();
  await page.getByRole('option', { name: /Ada/ }).click();
  await expectAccessibleInBoth(page);
  await dialog.getByLabel('Your comments').fill('Well done.');
  await dialog.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(dialog.getByText('Approved', { exact: true })).toBeVisible();
  await expect(dialog.getByText('Well done.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Open version 1' }).click();
  await expect(page.getByText('We agree.', { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('row', { name: /contract.txt/ })).toContainText('v2');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page);
  await page.setViewportSize({ width: 380, height: 760 });
  await expect(page.getByRole('button', { name: 'contract.txt' })).toBeVisible();
  await expectAccessible(page);
});
