// What a search found: asking for it, and where each thing that was found is at home on screen.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request } from '@/api/client';
import type { Found, Hit, Id, Project } from '@/api/types';

/** What can be looked for alone, as the server names it. */
export const models = [
  'Task',
  'Project',
  'Comment',
  'Checklist',
  'File',
  'Attachment',
  'Contact',
  'Deal',
  'CommLog',
  'FormTemplate',
  'FormRequest',
  'Expense',
  'ChatRoom',
  'Message',
  'Label',
  'AISuggestion',
] as const;
export type SearchModel = (typeof models)[number];

const ask = (org: Id, query: { q: string; model?: string | undefined; limit: number; cursor?: string | null }, signal: AbortSignal) =>
  request<Found>('GET', `/organizations/${org}/search`, { query, signal });

export const pagesOptions = (org: Id, q: string, model: SearchModel | undefined) =>
  infiniteQueryOptions({
    queryKey: ['org', org, 'search', q, model ?? 'all'],
    queryFn: ({ pageParam, signal }) => ask(org, { q, model, limit: 30, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    enabled: q !== '',
    staleTime: 10_000,
  });

export const quickOptions = (org: Id, q: string) =>
  queryOptions({
    queryKey: ['org', org, 'search', q, 'quick'],
    queryFn: ({ signal }) => ask(org, { q, limit: 8 }, signal),
    enabled: q.length > 1,
    staleTime: 10_000,
  });

/** The address of what was found; none for what has no screen of its own. */
export function placeOf(hit: Hit, projects: readonly Project[]) {
  const project = projects.find(({ id }) => id === hit.projectId);
  if (!project) return null;
  if (hit.model === 'Project') return { to: '/o/$org/projects/$project/list', project, search: {} } as const;
  if (hit.model === 'File') return { to: '/o/$org/projects/$project/files', project, search: { file: hit.id } } as const;
  if (!hit.taskId || !inPanel.has(hit.model)) return null;
  return { to: '/o/$org/projects/$project/list', project, search: { task: hit.taskId } } as const;
}

/** What belongs to a task: its panel opens. */
const inPanel = new Set(['Task', 'Comment', 'Checklist', 'Attachment', 'AISuggestion']);

/** The key of a task or a project. */
export const keyOf = (hit: Hit): string => {
  const { key } = hit.object as { key?: unknown };
  return typeof key === 'string' ? key : '';
};

/** Who said it, of what somebody said. */
export function authorOf(hit: Hit): Id | null {
  const { user, senderId, createdBy, submittedBy } = hit.object as Record<string, unknown>;
  const who = { Comment: user, Message: senderId, CommLog: createdBy, FormRequest: submittedBy }[hit.model];
  return typeof who === 'string' ? who : null;
}

/** Markdown as it would be read: without its signs, and a table as one line. */
const plain = (text: string): string => text.replace(/\s*\|[\s|:-]*/g, ' · ').replace(/\*+|`+|~~|__/g, '');

export interface Piece {
  text: string;
  hit: boolean;
}

/** A text cut at the ranges that were found, each piece without the signs of Markdown. */
export function piecesOf(text: string, ranges: readonly (readonly number[])[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const [from = 0, to = 0] of ranges) {
    if (from < at || to <= from) continue;
    if (from > at) pieces.push({ text: text.slice(at, from), hit: false });
    pieces.push({ text: text.slice(from, to), hit: true });
    at = to;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), hit: false });
  return pieces.map((piece, index) => ({ ...piece, text: index === 0 ? plain(piece.text).replace(/^ · /, '') : plain(piece.text) }));
}
