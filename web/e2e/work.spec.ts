import type { Locator, Page } from '@playwright/test';
import { api, createProject, expect, expectAccessible, expectAccessibleInBoth, signUp, someone, test } from './app';

const grid = (page: Page): Locator => page.getByRole('treegrid');
const row = (page: Page, title: string): Locator => grid(page).getByRole('row').filter({ has: page.getByText(title, { exact: true }) });
const cell = (page: Page, title: string, column: number): Locator => row(page, title).getByRole('gridcell').nth(column);

/** A project with these tasks, typed one after the other. */
async function projectWith(page: Page, titles: string[]): Promise<void> {
  await signUp(page, someone());
  await createProject(page, 'Website relaunch');
  await page.getByRole('button', { name: 'Add the first task' }).click();
  for (const title of titles) {
    await page.getByLabel('New task', { exact: true }).and(page.locator('input')).fill(title);
    await page.keyboard.press('Enter');
  }
  await page.keyboard.press('Escape');
  for (const title of titles) await expect(row(page, title).getByRole('link', { name: /^Open WEB-/ })).toBeVisible();
}

/** Ends in the table, on the title of a task. */
async function goTo(page: Page, title: string): Promise<void> {
  await row(page, title).click({ modifiers: ['Control'], position: { x: 300, y: 10 } });
  await page.keyboard.press('Escape');
  await expect(grid(page)).toBeFocused();
}

test('tasks are typed one after the other, indented, moved and taken back with the keys', async ({ page }) => {
  await projectWith(page, ['Discovery', 'Interviews', 'Audit']);
  await expectAccessible(page);
  await goTo(page, 'Interviews');
  await page.keyboard.press('Tab');
  await expect(row(page, 'Interviews')).toHaveAttribute('aria-level', '2');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Alt+ArrowRight');
  await expect(row(page, 'Audit')).toHaveAttribute('aria-level', '2');
  await page.keyboard.press('Alt+ArrowUp');
  await expect(grid(page).getByRole('row').nth(2)).toContainText('Audit');
  await expect(row(page, 'Discovery')).toHaveAttribute('aria-expanded', 'true');
  await page.reload();
  await expect(grid(page).getByRole('row').nth(2)).toContainText('Audit');
  await goTo(page, 'Audit');
  await page.keyboard.press('Shift+Tab');
  await expect(row(page, 'Audit')).toHaveAttribute('aria-level', '1');
  await page.keyboard.press('Control+z');
  await expect(row(page, 'Audit')).toHaveAttribute('aria-level', '2');
  // Where it was, and not only below what it was: its place comes with the server's answer.
  await expect(grid(page).getByRole('row').nth(2)).toContainText('Audit');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowLeft');
  await expect(row(page, 'Audit')).toHaveCount(0);
});

test('every cell is edited where it stands; Esc reverts, Tab goes on, a refusal keeps what was typed', async ({ page }) => {
  await projectWith(page, ['Interviews']);
  await cell(page, 'Interviews', 0).click({ position: { x: 120, y: 10 } });
  await page.getByRole('textbox', { name: 'Task' }).fill('Never');
  await page.keyboard.press('Escape');
  await expect(row(page, 'Interviews')).toBeVisible();
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Task' }).fill('Talk to people');
  await page.keyboard.press('Tab');
  await page.getByRole('option', { name: 'In progress' }).click();
  await expect(cell(page, 'Talk to people', 1)).toContainText('In progress');
  await cell(page, 'Talk to people', 2).click();
  await page.getByRole('option', { name: /Ada/ }).click();
  await page.keyboard.press('Escape');
  await expect(cell(page, 'Talk to people', 2)).toContainText('Ada Lindqvist');
  await cell(page, 'Talk to people', 3).click();
  await page.getByRole('option', { name: 'Urgent' }).click();
  await expect(cell(page, 'Talk to people', 3)).toContainText('Urgent');
  await cell(page, 'Talk to people', 5).click();
  await page.getByRole('textbox', { name: 'Start' }).fill('2027-03-01');
  await page.keyboard.press('Enter');
  await expect(cell(page, 'Talk to people', 5)).toContainText('1 Mar 2027');
  await cell(page, 'Talk to people', 8).click();
  await page.getByRole('textbox', { name: 'Complete' }).fill('140');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('from 0 to 100');
  await expect(page.getByRole('textbox', { name: 'Complete' })).toHaveValue('140');
  await page.getByRole('textbox', { name: 'Complete' }).fill('40');
  await page.keyboard.press('Enter');
  await expect(cell(page, 'Talk to people', 8)).toContainText('40%');
  await page.keyboard.press('Control+z');
  await expect(cell(page, 'Talk to people', 8)).toContainText('0%');
  await page.reload();
  await expect(cell(page, 'Talk to people', 1)).toContainText('In progress');
  await expect(cell(page, 'Talk to people', 5)).toContainText('1 Mar 2027');
});

test('selected tasks change, go to the trash and come back together', async ({ page }) => {
  await projectWith(page, ['One', 'Two', 'Three']);
  await goTo(page, 'One');
  await page.keyboard.press('Shift+ArrowDown');
  const bar = page.getByRole('toolbar', { name: 'Selected tasks' });
  await expect(bar).toContainText('2 selected');
  await expectAccessible(page);
  await bar.getByRole('button', { name: 'Status' }).click();
  await page.getByRole('option', { name: 'Done' }).click();
  await expect(cell(page, 'Two', 1)).toContainText('Done');
  await grid(page).focus();
  await page.keyboard.press('Delete');
  await expect(grid(page).getByRole('row')).toHaveCount(2);
  await expect(page.getByText('2 tasks are in the trash')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(row(page, 'One')).toBeVisible();
  await page.reload();
  await expect(grid(page).getByRole('row')).toHaveCount(4);
});

test('a row is dragged into another one, and moved there by the menu as well', async ({ page }) => {
  await projectWith(page, ['Discovery', 'Interviews', 'Audit']);
  await row(page, 'Audit').getByText('Audit').dragTo(row(page, 'Discovery').getByText('Discovery'));
  await expect(row(page, 'Audit')).toHaveAttribute('aria-level', '2');
  await row(page, 'Interviews').getByText('Interviews').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Move to…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Move the task' });
  await expectAccessible(page);
  await dialog.getByRole('option', { name: /Discovery/ }).click();
  await dialog.getByRole('button', { name: 'Move', exact: true }).click();
  await expect(row(page, 'Interviews')).toHaveAttribute('aria-level', '2');
  await expect(page.getByText('Moved Interviews')).toBeVisible();
});

test('the board moves cards with the keys and with the pointer', async ({ page }) => {
  await projectWith(page, ['One', 'Two']);
  await page.getByRole('link', { name: 'Board' }).click();
  const column = (name: string) => page.getByRole('region', { name: new RegExp(`^${name}, `) });
  await expect(column('To do').getByRole('link')).toHaveCount(2);
  await expectAccessible(page);
  await column('To do').getByRole('link', { name: 'One' }).focus();
  await page.keyboard.press('Alt+ArrowRight');
  await expect(column('In progress').getByRole('link', { name: 'One' })).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(column('To do').getByRole('link', { name: 'Two' })).toBeFocused();
  await column('To do').getByRole('link', { name: 'Two' }).dragTo(column('Backlog').getByRole('list'), { targetPosition: { x: 40, y: 0 }, force: true });
  await expect(column('Backlog').getByRole('link', { name: 'Two' })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(column('To do').getByRole('link', { name: 'Two' })).toBeVisible();
  await page.getByRole('button', { name: 'Add a task to In review' }).click();
  await page.keyboard.type('Three');
  await page.keyboard.press('Enter');
  await expect(column('In review').getByRole('link', { name: 'Three' })).toBeVisible();
  await page.reload();
  await expect(column('In review').getByRole('link', { name: 'Three' })).toBeVisible();
  await expect(column('In progress').getByRole('link', { name: 'One' })).toBeVisible();
});

test('the panel changes a task, talks about it and tells what happened', async ({ page }) => {
  await projectWith(page, ['Interviews', 'Report']);
  await row(page, 'Report').getByRole('link').click();
  const panel = page.getByRole('complementary', { name: /Report/ });
  await expect(panel).toBeVisible();
  await expectAccessibleInBoth(page);

  await panel.getByRole('button', { name: 'Add a description…' }).click();
  await panel.getByLabel('Description').locator('textarea').fill('See **all** notes\n\n- one');
  await panel.getByRole('button', { name: 'Save' }).click();
  await expect(panel.locator('strong')).toHaveText('all');

  await panel.getByRole('button', { name: /^Status/ }).click();
  await page.getByRole('option', { name: 'In review' }).click();
  await panel.getByRole('button', { name: 'Start Add' }).click();
  await page.getByRole('textbox', { name: 'Start' }).fill('2027-03-01');
  await page.keyboard.press('Enter');
  await expect(panel.getByText('Start no earlier than 1 Mar 2027')).toBeVisible();
  await panel.getByRole('button', { name: 'Remove the constraint' }).click();
  await expect(panel.getByText('Start no earlier than 1 Mar 2027')).toHaveCount(0);

  await panel.getByRole('region', { name: 'Waits for' }).getByRole('button', { name: 'Add' }).click();
  await page.getByRole('option', { name: /Interviews/ }).click();
  await expect(panel.getByRole('link', { name: /Interviews/ })).toBeVisible();
  await panel.getByRole('link', { name: /Interviews/ }).click();
  const other = page.getByRole('complementary', { name: /Interviews/ });
  await other.getByRole('region', { name: 'Waits for' }).getByRole('button', { name: 'Add' }).click();
  await page.getByRole('option', { name: /Report/ }).click();
  await expect(other.getByRole('alert')).toContainText('WEB-2');
  await page.goBack();

  await panel.getByRole('button', { name: 'Add a checklist' }).click();
  await panel.getByLabel('Add an item').fill('Book a room');
  await page.keyboard.press('Enter');
  await panel.getByRole('checkbox', { name: 'Book a room' }).click();
  await expect(panel.getByText('1 of 1 done')).toBeVisible();

  await panel.getByRole('textbox', { name: 'Write a comment' }).fill('Looks **good**');
  await page.keyboard.press('Control+Enter');
  await expect(panel.getByRole('article')).toContainText('Looks good');
  await panel.getByRole('article').hover();
  await panel.getByRole('button', { name: 'Answer' }).click();
  await panel.getByRole('textbox', { name: 'Answer' }).fill('Thanks');
  await panel.getByRole('button', { name: 'Send' }).first().click();
  await expect(panel.getByRole('article')).toHaveCount(2);
  await panel.getByRole('article').last().hover();
  await panel.getByRole('article').last().getByRole('button', { name: 'Move to trash' }).click();
  await expect(panel.getByRole('article')).toHaveCount(1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(panel.getByRole('article')).toHaveCount(2);

  await panel.getByRole('tab', { name: 'Activity' }).click();
  await expect(panel.getByText('changed Status from To do to In review')).toBeVisible();
  await expect(panel.getByText('ticked “Book a room”')).toBeVisible();
  await expectAccessible(page);

  await panel.getByRole('link', { name: 'Open as a page' }).click();
  await expect(page).toHaveURL(/\/tasks\//);
  await expect(page.getByRole('textbox', { name: 'Task', exact: true })).toHaveValue('Report');
  await expectAccessible(page);
});

test('the progress of a whole follows from its parts at once, and nobody types it', async ({ page }) => {
  await signUp(page, someone());
  await createProject(page, 'Website relaunch');
  await api(page, [
    ['POST', '/tasks', { projectId: 'PROJECT', title: 'Phase' }],
    ['POST', '/tasks', { projectId: 'PROJECT', title: 'Small', parentId: '$0', estimateHours: 10 }],
    ['POST', '/tasks', { projectId: 'PROJECT', title: 'Large', parentId: '$0', estimateHours: 30 }],
  ]);
  await page.reload();
  await row(page, 'Large').getByRole('link').click();
  const panel = page.getByRole('complementary', { name: /Large/ });
  await panel.locator('summary', { hasText: 'Scheduling' }).click();
  await panel.getByRole('textbox', { name: 'Complete' }).fill('100');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await row(page, 'Phase').getByRole('link').click();
  const whole = page.getByRole('complementary', { name: /Phase/ });
  await whole.locator('summary', { hasText: 'Scheduling' }).click();
  await expect(whole.getByText('75%')).toBeVisible();
  await expect(whole.getByRole('textbox', { name: 'Complete' })).toHaveCount(0);
  await expect(whole.getByTitle(/^Follows from its parts/)).toBeVisible();
  await expectAccessible(page);
});

test('the panel closes with Esc and gives the keys back to the row', async ({ page }) => {
  await projectWith(page, ['Interviews', 'Report']);
  await row(page, 'Report').getByRole('link').click();
  await expect(page.getByRole('complementary', { name: /Report/ })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(grid(page)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('o');
  await expect(page.getByRole('complementary', { name: /Interviews/ })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('complementary', { name: /Interviews/ })).toBeVisible();
});

test('the filter finds by words, people and status, and has an address', async ({ page }) => {
  await projectWith(page, ['Überprüfung der Pläne', 'Interviews']);
  await page.getByRole('searchbox', { name: 'Filter tasks' }).fill('uberpruf');
  await expect(row(page, 'Interviews')).toHaveCount(0);
  await expect(page).toHaveURL(/q=uberpruf/);
  await page.reload();
  await expect(row(page, 'Überprüfung der Pläne')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filter' }).click();
  await expect(row(page, 'Interviews')).toBeVisible();
  await page.getByRole('button', { name: 'Status' }).click();
  await page.getByRole('option', { name: 'Done' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'No task matches' })).toBeVisible();
  await expectAccessible(page);
});

test('a phone shows cards, and the panel is a page', async ({ page }) => {
  await projectWith(page, ['Interviews', 'Report']);
  await page.setViewportSize({ width: 380, height: 760 });
  await expect(page.getByRole('link', { name: 'Interviews' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Interviews' }).click();
  await expect(page.getByRole('complementary', { name: /Interviews/ })).toBeVisible();
  await expectAccessible(page);
});
