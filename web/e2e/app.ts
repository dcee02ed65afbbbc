// What the browser tests share: people who sign up through the screens, and the check that a screen is usable by all.
import AxeBuilder from '@axe-core/playwright';
import { expect, test as base, type Page } from '@playwright/test';

export interface Person {
  name: string;
  email: string;
  password: string;
  organization: string;
}

let count = 0;

/** Somebody nobody has met: every test has an organization of its own. */
export const someone = (name = 'Ada Lindqvist'): Person => {
  const number = `${Date.now().toString(36)}${count++}`;
  return {
    name,
    email: `${name.split(' ')[0]?.toLowerCase() ?? 'someone'}-${number}@example.com`,
    password: 'correct horse battery',
    organization: `Harbour ${number}`,
  };
};

/** Signs up through the screen and ends in the new organization. */
export async function signUp(page: Page, person: Person): Promise<void> {
  await page.goto('/sign-up');
  await page.getByLabel('Your name').fill(person.name);
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByLabel('Organization name').fill(person.organization);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('heading', { name: 'No projects yet' })).toBeVisible();
}

export async function signIn(page: Page, person: Person): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Projects', level: 1 })).toBeVisible();
}

export async function createProject(page: Page, name: string): Promise<void> {
  await page.goto('/');
  await page.getByRole('link', { name: 'New project' }).last().click();
  const dialog = page.getByRole('dialog', { name: 'New project' });
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
}

/** Sends requests as the person who is signed in; `PROJECT` and `ME` stand for their ids, `$0` for what the first made. */
export async function api(page: Page, calls: readonly (readonly [string, string, object?])[]): Promise<void> {
  const org = /\/o\/([0-9a-f]+)/.exec(page.url())?.[1] ?? '';
  await page.evaluate(
    async ([id, list]) => {
      const json = async (path: string, init?: RequestInit) => (await fetch(`/api/v1${path}`, init)).json();
      const { csrfToken } = await json('/auth/session');
      const headers = { 'X-CSRF-Token': csrfToken, 'Content-Type': 'application/json' };
      const project = (await json(`/organizations/${id}/projects`)).data[0].id;
      const me = (await json('/me')).id;
      const made: string[] = [];
      const filled = (text: string) => text.replaceAll('PROJECT', project).replaceAll('ME', me).replace(/\$(\d+)/g, (_, at: string) => made[Number(at)] ?? '');
      for (const [method, path, body] of list) {
        const answer = await fetch(`/api/v1/organizations/${id}${filled(path)}`, { method, headers, ...(body ? { body: filled(JSON.stringify(body)) } : {}) });
        if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
        made.push((await answer.json()).id);
      }
    },
    [org, calls] as const,
  );
}

/** No violation of WCAG 2.2 AA that a machine can find, in the theme the page is in; besides what is named, as it is made of the same. */
export async function expectAccessible(page: Page, besides?: string): Promise<void> {
  // Colours are judged when nothing is fading; a message that goes while they are is judged again without it.
  await page.waitForTimeout(250);
  await expect(async () => expect(await violations(page, besides)).toEqual([])).toPass({ intervals: [500], timeout: 12_000 });
}

async function violations(page: Page, besides?: string): Promise<string[]> {
  const check = new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']);
  // An open menu belongs to its button, wherever in the document it is drawn; a dialog is excused by the rule itself.
  if ((await page.getByRole('menu').count()) > 0) check.disableRules(['region']);
  if (besides) check.exclude(besides);
  const { violations: all } = await check.analyze();
  return all.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`);
}

/** The same in the light and in the dark. */
export async function expectAccessibleInBoth(page: Page, besides?: string): Promise<void> {
  await expectAccessible(page, besides);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page, besides);
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Fails a test in which the page threw or the content security policy stopped something. */
export const test = base.extend<{ noErrors: void }>({
  noErrors: [
    async ({ page }, use) => {
      const problems: string[] = [];
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) problems.push(message.text());
      });
      await use();
      expect(problems).toEqual([]);
    },
    { auto: true },
  ],
});
export { expect };
