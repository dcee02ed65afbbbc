// What a role allows, as the permission grid shows it: each permission not at all, for one's own objects, or for all.
import type { PermissionLine, Role } from '@/api/types';

export type Level = 'none' | 'own' | 'all';
/** Permissions that are held at all, by name without suffix. */
export type Levels = Readonly<Record<string, Level>>;

const own = ':own';

export function levelsOf(permissions: readonly string[]): Levels {
  const levels: Record<string, Level> = {};
  for (const name of permissions) {
    if (!name.endsWith(own)) levels[name] = 'all';
    else levels[name.slice(0, -own.length)] ??= 'own';
  }
  return levels;
}

/** The names that say the same, in the order of the table; names that the table doesn't know stay. */
export function namesOf(levels: Levels, lines: readonly PermissionLine[]): string[] {
  const known = lines.map((line) => line.name);
  const order = [...known, ...Object.keys(levels).filter((name) => !known.includes(name))];
  return order.flatMap((name) => {
    const level = levels[name] ?? 'none';
    return level === 'none' ? [] : [level === 'own' ? name + own : name];
  });
}

/** Sets of levels that a cell can have, each the same object wherever it stands. */
const among = { nothing: ['none'], own: ['none', 'own'], all: ['none', 'all'], both: ['none', 'own', 'all'] } as const;

/** Which levels the caller may give: nobody grants more than they hold. */
export function grantable(line: PermissionLine, held: Levels): readonly Level[] {
  const mine = held[line.name] ?? 'none';
  if (mine === 'none') return among.nothing;
  if (mine === 'own') return among.own;
  return line.ownable ? among.both : among.all;
}

/** What a click on a cell makes of it: the next of the levels, and the first again; one beyond the caller stays. */
export const nextAmong = (level: Level, levels: readonly Level[]): Level =>
  levels.includes(level) ? levels[(levels.indexOf(level) + 1) % levels.length]! : level;

/** How many permissions two sets of levels see differently. */
export function differences(before: Levels, after: Levels): number {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => (before[name] ?? 'none') !== (after[name] ?? 'none')).length;
}

export const sameLevels = (role: Role, levels: Levels): boolean => differences(levelsOf(role.permissions), levels) === 0;

/** Areas of the grid, in order, and the resources of each. */
const areaOf: Record<string, Area> = {
  organization: 'organization', member: 'organization', role: 'organization', invitation: 'organization',
  project: 'work', task: 'work', comment: 'work', checklist: 'work', label: 'work', calendar: 'work', baseline: 'work',
  field: 'work', view: 'work', import: 'work',
  attachment: 'files', file: 'files', approval: 'files',
  form: 'requests', request: 'requests',
  contact: 'crm', deal: 'crm', pipeline: 'crm', 'comm-log': 'crm',
  expense: 'money',
  room: 'chat', message: 'chat',
  integration: 'system', suggestion: 'system', event: 'system', audit: 'system', trash: 'system',
};
export const areas = ['organization', 'work', 'files', 'requests', 'crm', 'money', 'chat', 'system', 'other'] as const;
export type Area = (typeof areas)[number];

export interface AreaLines {
  area: Area;
  lines: PermissionLine[];
}

/** The table by areas; what is new to this app comes last. */
export function byArea(lines: readonly PermissionLine[]): AreaLines[] {
  return areas
    .map((area) => ({ area, lines: lines.filter(({ name }) => (areaOf[name.split(':')[0] ?? ''] ?? 'other') === area) }))
    .filter(({ lines: found }) => found.length > 0);
}
