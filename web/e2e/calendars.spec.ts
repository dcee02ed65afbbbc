import type { Page } from '@playwright/test';
import { api, createProject, expect, expectAccessible, expectAccessibleInBoth, signUp, someone, test } from './app';

const org = (page: Page): string => /\/o\/[0-9a-f]{24}/.exec(page.url())?.[0] ?? '';

/** All of the year but December, which has a day of each kind: the machine takes a minute for twelve months. */
const months = '[data-month]:not([data-month="12"])';

/** A calendar made through the screen; ends in its editor. */
async function createCalendar(page: Page, name: string): Promise<void> {
  await page.goto(`${org(page)}/settings/calendars`);
  await page.getByRole('button', { name: 'New calendar' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New calendar' });
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('button', { name: 'Create calendar' }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
}

const bar = (page: Page) => page.getByRole('status').filter({ has: page.getByText(/isn't saved yet|overlaps|ends before|is no time|needs/) });

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByRole('button', { name: 'Save changes' })).toHaveCount(0);
}

test('the hours of a week are typed, copied and corrected with the keyboard', async ({ page }) => {
  test.slow();
  await signUp(page, someone());
  await page.getByRole('link', { name: 'Settings' }).first().click();
  await page.getByRole('link', { name: 'Working time' }).click();
  await expect(page.getByRole('heading', { name: 'No calendars yet' })).toBeVisible();
  await expectAccessibleInBoth(page);
  await createCalendar(page, 'Boatyard');
  await expect(page.getByText('40 h a week')).toBeVisible();

  await page.getByLabel('Monday, until, stretch 1').focus();
  await page.keyboard.type('1130');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Monday, until, stretch 1')).toHaveValue('11:30');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Shift+ArrowUp');
  await page.keyboard.press('Shift+ArrowUp');
  await expect(page.getByRole('alert')).toHaveText('13:00–17:00 overlaps 08:00–13:45.');
  await expect(bar(page)).toHaveText('Monday: 13:00–17:00 overlaps 08:00–13:45.');
  await expect(page.getByRole('button', { name: 'Save changes' })).toBeDisabled();
  await expectAccessibleInBoth(page, months);
  await page.keyboard.type('25');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('alert')).toHaveText('“25” is no time. Type one like 08:30, at most 24:00.');
  await page.getByLabel('Monday, until, stretch 1').fill('12');
  await page.getByRole('button', { name: 'Remove 13:00–17:00 on Monday' }).click();
  await page.getByRole('button', { name: 'Copy Monday to other days' }).click();
  await page.getByRole('checkbox', { name: 'Friday', exact: true }).click();
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await page.getByRole('checkbox', { name: 'Work is done on Saturday' }).click();
  await expect(page.getByLabel('Saturday, until, stretch 1')).toHaveValue('12:00');
  await expect(page.getByText('28 h a week')).toBeVisible();
  await expect(bar(page)).toContainText('No task moves.');

  // Nothing is lost by leaving by accident.
  await page.getByRole('link', { name: 'General' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
  await save(page);
  await page.reload();
  await expect(page.getByText('28 h a week')).toBeVisible();
  await expect(page.getByLabel('Friday, until, stretch 2')).toHaveValue('17:00');
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page, months);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test('days differ: one, several, and such as come back, with the year that comes of them', async ({ page }) => {
  test.slow();
  await signUp(page, someone());
  await createCalendar(page, 'Boatyard');
  const dialog = page.getByRole('dialog', { name: 'New exception' });

  await page.getByRole('button', { name: 'Add exception' }).click();
  await dialog.getByLabel('Name').fill('Christmas Day');
  await dialog.getByText('Repeats').click();
  await dialog.getByRole('combobox', { name: 'Month' }).click();
  await page.getByRole('option', { name: 'December' }).click();
  await dialog.getByLabel('Day of the month').fill('32');
  await dialog.getByRole('button', { name: 'Add exception' }).click();
  await expect(dialog.getByRole('alert')).toHaveText('Type a day from 1 to 31.');
  await dialog.getByLabel('Day of the month').fill('25');
  await expect(dialog.getByText('Every year on 25 December')).toBeVisible();
  await expectAccessibleInBoth(page, months);
  await dialog.getByRole('button', { name: 'Add exception' }).click();
  await expect(page.getByRole('button', { name: 'Edit Christmas Day' })).toBeVisible();

  await page.getByRole('button', { name: 'Add exception' }).click();
  await dialog.getByLabel('Name').fill('Every second Friday');
  await dialog.getByText('Repeats').click();
  await dialog.getByRole('combobox', { name: 'Unit' }).click();
  await page.getByRole('option', { name: /^weeks?$/ }).click();
  await dialog.getByLabel('How often').fill('2');
  const weekdays = dialog.getByRole('group', { name: 'On' });
  for (const pressed of await weekdays.getByRole('button', { pressed: true }).all()) await pressed.click();
  await dialog.getByRole('button', { name: 'Add exception' }).click();
  await expect(dialog.getByRole('alert')).toHaveText('Choose at least one day of the week.');
  await weekdays.getByRole('button', { name: 'Friday' }).click();
  await expect(dialog.getByText('Every 2 weeks on Friday')).toBeVisible();
  await dialog.getByText('Other hours').click();
  await expect(dialog.getByLabel('These days, until, stretch 2')).toHaveValue('17:00');
  await dialog.getByRole('button', { name: /^Remove 13:00/ }).click();
  await dialog.getByRole('button', { name: 'Add exception' }).click();
  await save(page);

  // The year shows both, and is gone through and changed with the keyboard alone.
  const year = page.getByRole('region', { name: 'The year' });
  await year.getByRole('button', { name: 'Next year' }).click();
  const christmas = year.getByRole('button', { name: /25 December \d+: Christmas Day, Not worked/ });
  await expect(christmas).toHaveAttribute('data-mark', 'free');
  expect(await year.locator('[data-mark=hours]').count()).toBeGreaterThan(20);
  await christmas.focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: /^First day: 24 Dec/ })).toBeVisible();
  await dialog.getByLabel('Name').fill('Christmas Eve');
  await page.keyboard.press('Enter');
  await expect(year.getByRole('button', { name: /24 December \d+: Christmas Eve, Not worked/ })).toBeVisible();
  await christmas.click();
  await expect(page.getByRole('dialog', { name: 'Edit exception' }).getByLabel('Name')).toHaveValue('Christmas Day');
  await page.keyboard.press('Escape');
  await expectAccessibleInBoth(page, months);

  // What stands lower in the list counts.
  const list = page.getByRole('list', { name: 'Days that differ' });
  await expect(list.getByRole('listitem')).toHaveCount(3);
  await list.getByRole('button', { name: 'Edit Every second Friday' }).focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(list.getByRole('listitem').first()).toContainText('Every second Friday');
  await save(page);
  await page.keyboard.press('Control+z');
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await page.reload();
  await expect(list.getByRole('listitem').first()).toContainText('Every year on 25 December');
  await expect(list.getByRole('listitem').last()).toContainText('08:00–12:00');
});

test('a calendar is given to the organization, a project, a person and a task, and stays while it is used', async ({ page }) => {
  test.slow();
  await signUp(page, someone());
  await createProject(page, 'Lighthouse repair');
  await api(page, [['POST', '/tasks', { projectId: 'PROJECT', title: 'Paint the tower', startDate: '2026-12-07', duration: 10 }]]);
  const project = page.url().replace(/\/list.*/, '');
  await createCalendar(page, 'Boatyard');
  await page.getByRole('button', { name: 'Actions for the calendar Boatyard' }).click();
  await page.getByRole('menuitem', { name: 'Rename…' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Shipyard');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: 'Shipyard', level: 1 })).toBeVisible();

  await page.goto(`${project}/settings`);
  await page.getByRole('combobox', { name: 'Working calendar' }).click();
  await page.getByRole('option', { name: 'Shipyard' }).click();
  await page.getByRole('link', { name: 'Edit working time' }).click();
  await expect(page.getByRole('heading', { name: 'Shipyard', level: 1 })).toBeVisible();

  // Saving says beforehand what it will move.
  await page.getByRole('checkbox', { name: 'Work is done on Friday' }).click();
  await expect(bar(page)).toContainText('Saving moves 1 task.');
  await save(page);
  await expect(page.getByText('Shipyard is saved; 1 task moved')).toBeVisible();

  await page.goto(`${org(page)}/members`);
  await page.getByRole('button', { name: /^Actions for Ada/ }).click();
  await page.getByRole('menuitem', { name: 'Working time…' }).click();
  const person = page.getByRole('dialog', { name: /^Working time of Ada/ });
  await person.getByRole('combobox', { name: 'Working calendar' }).click();
  await page.getByRole('option', { name: 'Shipyard' }).click();
  await expect(page.getByText(/now works in Shipyard/)).toBeVisible();
  await expectAccessibleInBoth(page);
  await page.keyboard.press('Escape');

  await page.goto(`${org(page)}/settings`);
  await page.getByRole('combobox', { name: 'Working calendar' }).click();
  await page.getByRole('option', { name: 'Shipyard' }).click();
  await expect(page.getByText('The organization now works in Shipyard')).toBeVisible();

  await page.goto(`${org(page)}/settings/calendars`);
  const row = page.getByRole('table', { name: 'Working time' }).getByRole('row', { name: /Shipyard/ });
  await expect(row).toContainText('32 h a week · Mon–Thu');
  await expect(row).toContainText('Organization');
  await expect(row).toContainText('1 project');
  await row.getByRole('button').click();
  await expectAccessibleInBoth(page);
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const used = page.getByRole('dialog', { name: 'Shipyard is in use' });
  await expect(used.getByRole('link', { name: 'Lighthouse repair' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');

  // A copy is nobody's, so it can go and come back.
  await row.getByRole('button').click();
  await page.getByRole('menuitem', { name: 'Duplicate' }).click();
  await expect(page.getByRole('heading', { name: 'Copy of Shipyard', level: 1 })).toBeVisible();
  await page.goto(`${org(page)}/settings/calendars`);
  await page.getByRole('button', { name: 'Actions for the calendar Copy of Shipyard' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(page.getByRole('link', { name: 'Copy of Shipyard' })).toHaveCount(0);
  await page.locator('[data-front=true]').getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('link', { name: 'Copy of Shipyard' })).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
