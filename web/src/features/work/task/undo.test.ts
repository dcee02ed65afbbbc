import { describe, expect, it } from 'vitest';
import { UndoStack } from './undo';

const step = (log: string[], name: string) => ({
  undo: async () => log.push(`undo ${name}`),
  redo: async () => log.push(`redo ${name}`),
});

describe('undo', () => {
  it('takes back the latest first and does it again in order', async () => {
    const [log, stack]: [string[], UndoStack] = [[], new UndoStack()];
    stack.push(step(log, 'a'));
    stack.push(step(log, 'b'));
    await stack.undo();
    await stack.undo();
    expect(await stack.undo()).toBeNull();
    await stack.redo();
    await stack.redo();
    expect(await stack.redo()).toBe(false);
    expect(log).toEqual(['undo b', 'undo a', 'redo a', 'redo b']);
  });

  it('forgets what was undone when something new is done', async () => {
    const [log, stack]: [string[], UndoStack] = [[], new UndoStack()];
    stack.push(step(log, 'a'));
    await stack.undo();
    stack.push(step(log, 'b'));
    expect(await stack.redo()).toBe(false);
  });

  it('never offers what did not happen, or failed on the way back', async () => {
    const [log, stack]: [string[], UndoStack] = [[], new UndoStack()];
    const refused = step(log, 'refused');
    stack.push(refused);
    stack.drop(refused);
    expect(await stack.undo()).toBeNull();
    stack.push({ undo: () => Promise.reject(new Error('no')), redo: async () => undefined });
    await expect(stack.undo()).rejects.toThrow('no');
    expect(await stack.undo()).toBeNull();
    expect(await stack.redo()).toBe(false);
  });

  it('does again what is still being taken back', async () => {
    const [log, stack]: [string[], UndoStack] = [[], new UndoStack()];
    const slow = step(log, 'slow');
    stack.push({ ...slow, undo: () => new Promise((done) => setTimeout(done, 5)).then(slow.undo) });
    await Promise.all([stack.undo(), stack.redo()]);
    expect(log).toEqual(['undo slow', 'redo slow']);
  });

  it('takes one step back once', async () => {
    const [log, stack]: [string[], UndoStack] = [[], new UndoStack()];
    const one = step(log, 'a');
    stack.push(one);
    await Promise.all([stack.undo(one), stack.undo(one)]);
    expect(log).toEqual(['undo a']);
  });
});
