import { describe, expect, it } from 'vitest';
import { placeAt } from './suggest';

/** The caret stands at the bar. */
const at = (text: string) => placeAt(text.replace('|', ''), text.indexOf('|'));

describe('what can come next in a filter', () => {
  it.each([
    ['|', { kind: 'field' }],
    ['sta|', { kind: 'field' }],
    ['status |', { kind: 'comparison', field: 'status' }],
    ['status = |', { kind: 'value', field: 'status', list: false }],
    ['status = do|', { kind: 'value', field: 'status', list: false }],
    ['status = done |', { kind: 'join', close: false }],
    ['status = done AND |', { kind: 'field' }],
    ['NOT (status = done |', { kind: 'join', close: true }],
    ['status IN |', { kind: 'list', field: 'status' }],
    ['status NOT IN (done, |', { kind: 'value', field: 'status', list: true }],
    ['(status IN (done, todo) |', { kind: 'join', close: true }],
    ['assigneeId IS |', { kind: 'empty', negated: false }],
    ['assigneeId IS NOT |', { kind: 'empty', negated: true }],
    ['dueDate < startOfWeek() |', { kind: 'join', close: false }],
    ['"Big risk" |', { kind: 'comparison', field: 'Big risk' }],
    ['status WAS |', { kind: 'value', field: 'status', list: false }],
    ['"Big ri|', { kind: 'field' }],
  ])('at %s', (text, slot) => {
    expect(at(text)?.slot).toEqual(slot);
  });

  it('replaces the whole word at the caret', () => {
    expect(at('sta|tus = done')).toMatchObject({ from: 0, to: 6, typed: 'sta' });
    expect(at('"Big |')).toMatchObject({ from: 0, to: 5, typed: 'Big ' });
    expect(at('status=do|')).toMatchObject({ from: 7, to: 9, typed: 'do' });
  });

  it('says nothing where nothing fits', () => {
    expect(at('= |')).toBeNull();
    expect(at('status = done "an|')).toBeNull();
  });
});
