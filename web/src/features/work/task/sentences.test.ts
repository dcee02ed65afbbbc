import { describe, expect, it } from 'vitest';
import i18n from '@/i18n';
import type { Label, Member } from '@/api/types';
import { sentencesOf, type Names } from './sentences';
import type { TaskEvent } from './tasks';

const t = i18n.getFixedT('en', ['work', 'common'] as const);
const names: Names = {
  lookup: {
    statuses: new Map([
      ['todo', { key: 'todo', name: 'To do', kind: 'open' }],
      ['done', { key: 'done', name: 'Done', kind: 'done' }],
    ]),
    people: new Map([['u', { name: 'Grace' } as Member]]),
    labels: new Map([['l', { name: 'bug' } as Label]]),
    timeZone: 'Europe/Berlin',
    today: '2026-01-01',
  },
  taskName: (id) => (id === 'x' ? 'WEB-1 Interviews' : undefined),
};

const say = (model: string, action: string, before: object | null, after: object | null): string[] =>
  sentencesOf({ seq: 1, id: 'e', at: '', actorId: 'u', model, objectId: 'o', projectId: 'p', taskId: 'o', action, before, after, batchId: null } as TaskEvent, names, t);

describe('the log as sentences', () => {
  it.each([
    [{ status: 'todo', statusKind: 'open', percentComplete: 0 }, { status: 'done', statusKind: 'done', percentComplete: 100 }, 'changed Status from To do to Done'],
    [{ assigneeId: null, assignments: [] }, { assigneeId: 'u', assignments: [{ userId: 'u', units: 1 }] }, 'assigned Grace'],
    [{ labels: [] }, { labels: ['l'] }, 'set Labels to bug'],
    [{ dueDate: '2020-03-01T16:00:00.000Z' }, { dueDate: null }, 'cleared Due (was 1 Mar 2020)'],
    [{ dependencies: [], dependsOn: [] }, { dependencies: [{ taskId: 'x' }], dependsOn: ['x'] }, 'made it wait for WEB-1 Interviews'],
    [{ description: '' }, { description: 'long' }, 'changed the description'],
    [{ percentComplete: 0 }, { percentComplete: 40 }, 'changed Complete from 0% to 40%'],
    [{ customFields: [] }, { customFields: [1] }, 'changed the task'],
  ])('%o → %o', (before, after, sentence) => {
    expect(say('Task', 'updated', before, after).map((text) => text.replace('Mar 1, 2020', '1 Mar 2020'))).toEqual([sentence]);
  });

  it('tells moves by what they mean', () => {
    expect(say('Task', 'moved', { rank: 'a' }, { rank: 'b' })).toEqual(['changed its place in the order']);
    expect(say('Task', 'moved', { parentId: null }, { parentId: 'x' })).toEqual(['moved it under WEB-1 Interviews']);
    expect(say('Task', 'moved', { parentId: 'x' }, { parentId: null })).toEqual(['moved it to the top level']);
  });

  it('tells which items of a checklist changed', () => {
    const item = (text: string, done: boolean) => ({ id: text, text, done });
    expect(say('Checklist', 'updated', { items: [item('a', false), item('b', false)] }, { items: [item('a', true), item('c', false)] })).toEqual([
      'ticked “a”',
      'added “c”',
      'removed “b”',
    ]);
  });

  it('has words for what it does not know', () => {
    expect(say('Gadget', 'spun', null, null)).toEqual(['Gadget: spun']);
    expect(say('Task', 'updated', null, null)).toEqual(['changed the task']);
  });
});
