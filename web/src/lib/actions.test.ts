import { renderHook } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { keyName, listenForKeys, useActions, type Action } from './actions';

const press = (key: string, held: Partial<KeyboardEvent> = {}) =>
  keyName({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

describe('the name of a key press', () => {
  it('puts modifiers first', () => {
    expect(press('k', { ctrlKey: true })).toBe('mod+k');
    expect(press('K', { metaKey: true, shiftKey: true })).toBe('mod+shift+k');
    expect(press('ArrowUp', { altKey: true })).toBe('alt+arrowup');
  });
  it('takes shift as part of a sign', () => {
    expect(press('?', { shiftKey: true })).toBe('?');
    expect(press('P', { shiftKey: true })).toBe('shift+p');
  });
});

describe('keys', () => {
  let stop = () => {};
  afterEach(() => {
    stop();
    document.body.innerHTML = '';
  });
  const offer = (keys: string, extra: Partial<Action> = {}) => {
    const run = vi.fn();
    stop = listenForKeys();
    renderHook(() => useActions([{ id: keys, label: keys, group: 'Test', keys, run, ...extra }]));
    return run;
  };

  it('run a sequence', async () => {
    const run = offer('g m');
    await userEvent.keyboard('gm');
    expect(run).toHaveBeenCalledOnce();
  });

  it('are left to a field, unless the action says otherwise', async () => {
    const field = document.body.appendChild(document.createElement('input'));
    const run = offer('c');
    field.focus();
    await userEvent.keyboard('c');
    expect(run).not.toHaveBeenCalled();
    expect(field.value).toBe('c');
  });

  it('are left to an open dialog, but not to one that is closing', async () => {
    const dialog = document.body.appendChild(document.createElement('div'));
    dialog.setAttribute('role', 'dialog');
    const button = dialog.appendChild(document.createElement('button'));
    const run = offer('c');
    button.focus();
    await userEvent.keyboard('c');
    expect(run).not.toHaveBeenCalled();
    dialog.dataset.closed = '';
    await userEvent.keyboard('c');
    expect(run).toHaveBeenCalledOnce();
  });

  it('are gone with the component that offered them', async () => {
    const run = vi.fn();
    stop = listenForKeys();
    const { unmount } = renderHook(() => useActions([{ id: 'x', label: 'x', group: 'Test', keys: 'x', run }]));
    unmount();
    await userEvent.keyboard('x');
    expect(run).not.toHaveBeenCalled();
  });

  it('mean what the view says, though the app offered them later', async () => {
    const [view, app] = [vi.fn(), vi.fn()];
    const undo = (run: () => void): Action => ({ id: 'undo', label: 'Undo', group: 'Test', keys: 'mod+z', run });
    stop = listenForKeys();
    const { unmount } = renderHook(() => useActions([undo(view)]));
    renderHook(() => useActions([undo(app)], true));
    await userEvent.keyboard('{Control>}z{/Control}');
    expect([view.mock.calls.length, app.mock.calls.length]).toEqual([1, 0]);
    unmount();
    await userEvent.keyboard('{Control>}z{/Control}');
    expect([view.mock.calls.length, app.mock.calls.length]).toEqual([1, 1]);
  });
});
