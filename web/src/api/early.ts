// What the first screen needs of the server is asked for while the app's own code is still on its way: a script of its
// own in the page. The client takes each answer in place of the request that it would send. Imports nothing, so that it
// waits for nothing.

const asked = new Map<string, Promise<Response>>();

async function read(url: string): Promise<Response> {
  const response = await fetch(url, { headers: { Accept: 'application/json' } });
  // Read as it comes: what lies unread holds up the download.
  const body = response.json() as Promise<unknown>;
  body.catch(() => undefined);
  response.json = () => body;
  return response;
}

function ask(path: string): Promise<Response> {
  const url = `/api/v1${path}`;
  const answer = read(url);
  // Whoever takes it meets the failure, and tells it.
  answer.catch(() => undefined);
  asked.set(url, answer);
  return answer;
}

/** The answer to a request that was sent before; each is given once. */
export function takeEarly(method: string, url: string): Promise<Response> | undefined {
  // Whatever is written, what was read before it no longer holds.
  if (method !== 'GET') asked.clear();
  const answer = asked.get(url);
  asked.delete(url);
  return answer;
}

/** Who is signed in: one after the other, as the session of the app does it. */
async function askMe(): Promise<void> {
  const session = await ask('/auth/session');
  if (session.ok) await ask('/me');
}

/** The project whose chart was last the first screen: its id is known before the projects are read. */
const last = 'guildhall.lastChart';

function recall(address: string): string | undefined {
  try {
    const [known, id] = localStorage.getItem(last)?.split(' ') ?? [];
    return known === address ? id : undefined;
  } catch {
    return undefined;
  }
}

function remember(address: string, id: string): void {
  try {
    localStorage.setItem(last, `${address} ${id}`);
  } catch {
    // A browser that stores nothing asks for the projects first.
  }
}

function askChart(org: string, id: string): void {
  // As the chart does it: the log first, so that what happens meanwhile is found by the next look.
  void ask(`/organizations/${org}/events?projectId=${id}&order=desc&limit=1`);
  void ask(`/organizations/${org}/projects/${id}/gantt`);
}

async function askGantt(org: string, key: string, projects: Promise<Response>): Promise<void> {
  const address = `${org}/${key}`;
  const known = recall(address);
  if (known) askChart(org, known);
  const { data } = (await (await projects).json()) as { data?: { id: string; key: string }[] };
  const project = data?.find((one) => one.key === key || one.id === key);
  if (!project || project.id === known) return;
  remember(address, project.id);
  askChart(org, project.id);
}

/** Asks for what the screen at an address will ask for. */
export async function askEarly(pathname: string): Promise<void> {
  const [area, org, kind, key, view, below] = pathname.split('/').slice(1).map(decodeURIComponent);
  if (area !== 'o' || !org) return;
  const me = askMe();
  const projects = ask(`/organizations/${org}/projects?sort=name&limit=200`);
  const gantt = kind === 'projects' && key && view === 'gantt' && !below ? askGantt(org, key, projects) : undefined;
  await Promise.all([me, gantt]);
}

/** By then the app has taken what it wanted; what is left is no longer how things stand. */
const kept = 15_000;

askEarly(location.pathname).catch(() => undefined);
setTimeout(() => asked.clear(), kept);
