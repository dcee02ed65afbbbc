// What a key does in the task table. Tab indents only from the title column, and only while there is something to
// indent, so that the keyboard is never caught: from any other column Tab leaves the table.
import { keyName } from '@/lib/actions';

export type Command =
  | { do: 'move'; rows?: number; columns?: number; extend?: boolean }
  | { do: 'edge'; row: 'first' | 'last'; extend?: boolean }
  | { do: 'column'; to: 'first' | 'last' }
  | { do: 'edit' | 'open' | 'toggle' | 'all' | 'clear' | 'create' | 'trash' | 'indent' | 'outdent' | 'up' | 'down' };

const commands: Record<string, Command> = {
  arrowdown: { do: 'move', rows: 1 },
  arrowup: { do: 'move', rows: -1 },
  'shift+arrowdown': { do: 'move', rows: 1, extend: true },
  'shift+arrowup': { do: 'move', rows: -1, extend: true },
  arrowright: { do: 'move', columns: 1 },
  arrowleft: { do: 'move', columns: -1 },
  pagedown: { do: 'move', rows: 20 },
  pageup: { do: 'move', rows: -20 },
  'mod+home': { do: 'edge', row: 'first' },
  'mod+end': { do: 'edge', row: 'last' },
  'mod+shift+home': { do: 'edge', row: 'first', extend: true },
  'mod+shift+end': { do: 'edge', row: 'last', extend: true },
  home: { do: 'column', to: 'first' },
  end: { do: 'column', to: 'last' },
  enter: { do: 'edit' },
  f2: { do: 'edit' },
  'mod+enter': { do: 'open' },
  o: { do: 'open' },
  space: { do: 'toggle' },
  'mod+a': { do: 'all' },
  escape: { do: 'clear' },
  c: { do: 'create' },
  'shift+enter': { do: 'create' },
  insert: { do: 'create' },
  delete: { do: 'trash' },
  'alt+arrowright': { do: 'indent' },
  'alt+arrowleft': { do: 'outdent' },
  'alt+arrowup': { do: 'up' },
  'alt+arrowdown': { do: 'down' },
};

export function commandOf(event: Parameters<typeof keyName>[0], onTitle: boolean): Command | null {
  const name = keyName(event);
  if (onTitle && name === 'tab') return { do: 'indent' };
  if (onTitle && name === 'shift+tab') return { do: 'outdent' };
  return commands[name] ?? null;
}
