// Before a change moves many other tasks, people see what would move.
import type { Locator, Page } from '@playwright/test';
import { api, createProject, expect, expectAccessibleInBoth, signUp, someone, test } from './app';

const grid = (page: Page): Locator => page.getByRole('treegrid');
const row = (page: Page, title: string): Locator => grid(page).getByRole('row').filter({ has: page.getByText(title, { exact: true }) });
const start = (page: Page, title: string): Locator => row(page, title).getByRole('gridcell').nth(2);
const question = (page: Page, others: number): Locator => page.getByRole('dialog', { name: `This moves ${others} other tasks` });
const toasts = (page: Page): Locator => page.locator('[data-sonner-toast]');

/** Makes a project with tasks of a day each, one after the other. */
async function chain(page: Page, length: number): Promise<void> {
  await signUp(page, someone());
  await createProject(page, 'Boathouse');
  await expect(page).toHaveURL(/projects\/BOAT/);
  const tasks = Array.from({ length }, (_, at) => {
    const from = at === 0 ? {} : { dependsOn: [`$${at}`] };
    return ['POST', '/tasks', { projectId: 'PROJECT', title: `Step ${at + 1}`, duration: 1, ...from }] as const;
  });
  await api(page, [['PATCH', '/projects/PROJECT', { startDate: '2027-03-01' }], ...tasks, ['POST', '/projects/PROJECT/schedule']]);
}

async function openGantt(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Gantt' }).click();
  // The list has a grid as well, and stays until the chart is loaded.
  await expect(page.locator('[data-gantt-chart] canvas')).toBeVisible();
  await expect(start(page, 'Step 1')).toHaveText('1 Mar 2027');
}

/** What the server says of every task: its start and its length. */
async function stored(page: Page): Promise<string[]> {
  const org = /\/o\/([0-9a-f]+)/.exec(page.url())?.[1] ?? '';
  const { data } = await (await page.request.get(`/api/v1/organizations/${org}/tasks?sort=rank&limit=200`)).json();
  return data.map((task: { title: string; startDate: string; duration: number }) => `${task.title} ${task.startDate} ${task.duration}`);
}

test('a task is made longer in the chart: a look at what moves, then no, then yes, and one undo', async ({ page }) => {
  await chain(page, 30);
  await openGantt(page);
  const before = await stored(page);
  const lengthen = async () => {
    await grid(page).focus();
    await page.keyboard.press('Alt+Shift+ArrowRight');
  };
  await lengthen();
  await expect(question(page, 29)).toBeVisible();
  await expect(question(page, 29).getByRole('region', { name: 'Tasks that move' })).toBeFocused();
  await expect(question(page, 29).getByText('Their new dates reach from 3 Mar 2027 to 12 Apr 2027. The last one finishes on 12 Apr 2027 instead of 9 Apr 2027.')).toBeVisible();
  await expect(question(page, 29).getByRole('row')).toHaveCount(30);
  await expect(question(page, 29).getByRole('row').nth(1).getByRole('cell')).toHaveText(['BOAT-2Step 2', '2 Mar 2027', '3 Mar 2027']);
  await expectAccessibleInBoth(page);
  await page.keyboard.press('Escape');
  await expect(question(page, 29)).toHaveCount(0);
  await expect(row(page, 'Step 1').getByRole('gridcell').nth(3)).toHaveText('1 Mar 2027');
  await expect(start(page, 'Step 2')).toHaveText('2 Mar 2027');
  await expect(grid(page)).toBeFocused();
  await expect(toasts(page)).toHaveCount(0);
  expect(await stored(page)).toEqual(before);
  await lengthen();
  await question(page, 29).getByRole('button', { name: 'Cancel' }).click();
  await expect(start(page, 'Step 2')).toHaveText('2 Mar 2027');
  await lengthen();
  await question(page, 29).getByRole('button', { name: 'Move 29 tasks' }).click();
  await expect(page.getByText(/^Moved 30 tasks/)).toBeVisible();
  await expect(start(page, 'Step 2')).toHaveText('3 Mar 2027');
  expect((await stored(page)).filter((task, at) => task !== before[at])).toHaveLength(30);
  await page.keyboard.press('Control+z');
  await expect(start(page, 'Step 2')).toHaveText('2 Mar 2027');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(await stored(page)).toEqual(before);
});

test('the panel asks as well, and takes back what was typed', async ({ page }) => {
  await chain(page, 30);
  const before = await stored(page);
  await row(page, 'Step 1').getByRole('link').click();
  const panel = page.getByRole('complementary', { name: /Step 1/ });
  const duration = panel.getByLabel('Duration');
  await duration.fill('3');
  await duration.press('Enter');
  await expect(question(page, 29)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(question(page, 29)).toHaveCount(0);
  await expect(panel).toBeVisible();
  await expect(duration).toBeFocused();
  await expect(duration).toHaveValue('1');
  await expect(panel.getByRole('alert')).toHaveCount(0);
  await expect(toasts(page)).toHaveCount(0);
  expect(await stored(page)).toEqual(before);
  await duration.fill('3');
  await duration.press('Enter');
  await question(page, 29).getByRole('button', { name: 'Move 29 tasks' }).click();
  await expect(async () => expect((await stored(page)).at(-1)).toContain('2027-04-13')).toPass();
});

test('deleting what others wait for asks', async ({ page }) => {
  await chain(page, 30);
  const before = await stored(page);
  await grid(page).focus();
  await page.keyboard.press('Delete');
  await expect(question(page, 29)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(row(page, 'Step 1')).toBeVisible();
  await expect(toasts(page)).toHaveCount(0);
  expect(await stored(page)).toEqual(before);
  await page.keyboard.press('Delete');
  await question(page, 29).getByRole('button', { name: 'Move 29 tasks' }).click();
  await expect(row(page, 'Step 1')).toHaveCount(0);
  // The message of before the question may still be on its way out.
  await expect(page.getByText(/Step 1.*trash/).first()).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(row(page, 'Step 1')).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('another start of the project is asked about over the dialog where it is set', async ({ page }) => {
  await chain(page, 30);
  const before = await stored(page);
  await page.reload();
  await page.getByRole('button', { name: 'Actions for Boathouse' }).click();
  await page.getByRole('menuitem', { name: 'Edit…' }).click();
  const form = page.getByRole('dialog', { name: /BOAT/ });
  await form.getByRole('button', { name: /Start: / }).click();
  await page.getByRole('button', { name: /^Monday,? 8 March 2027/ }).click();
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(question(page, 30)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(question(page, 30)).toHaveCount(0);
  await expect(form).toBeVisible();
  expect(await stored(page)).toEqual(before);
  await form.getByRole('button', { name: 'Save' }).click();
  await question(page, 30).getByRole('button', { name: 'Cancel' }).click();
  await expect(question(page, 30)).toHaveCount(0);
  await expect(form.getByRole('button', { name: 'Start: 8 Mar 2027' })).toBeVisible();
  await form.getByRole('button', { name: 'Save' }).click();
  await question(page, 30).getByRole('button', { name: 'Move 30 tasks' }).click();
  await expect(form).toHaveCount(0);
  await expect(async () => expect((await stored(page))[0]).toContain('2027-03-08')).toPass();
});

test('what few tasks wait for is changed without a question', async ({ page }) => {
  await chain(page, 5);
  await openGantt(page);
  await grid(page).focus();
  await page.keyboard.press('Alt+Shift+ArrowRight');
  await expect(start(page, 'Step 2')).toHaveText('3 Mar 2027');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
