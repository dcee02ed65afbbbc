// The permission grid: a row for each permission, a column for each role. Built-in roles are as they are; the cells of
// own roles go round between none, own and all. Arrow keys move among them; the grid is one tab stop.
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { PermissionLine, Role } from '@/api/types';
import { Cell } from './Cell';
import { ColumnHead } from './ColumnHead';
import { byArea, grantable, levelsOf, type AreaLines, type Levels } from './levels';
import { usePermissionText, useRoleName } from './roles';
import type { Drafts } from './useDrafts';

interface GridProps {
  roles: readonly Role[];
  lines: readonly PermissionLine[];
  drafts: Drafts;
  /** What the caller may give. */
  held: Levels;
  onCopy: (role: Role) => void;
}

export function Grid({ roles, lines, drafts, held, onCopy }: GridProps) {
  const { t } = useTranslation('admin');
  const groups = byArea(lines);
  return (
    <table aria-label={t('role.grid')} className="min-w-full border-separate border-spacing-0 text-sm" onKeyDown={moveFocus}>
      <thead>
        <tr>
          <th scope="col" className="sticky top-0 left-0 z-20 h-12 border-r border-b bg-surface pl-4 text-left text-xs font-medium text-muted">
            {t('role.permission')}
          </th>
          {roles.map((role) => (
            <ColumnHead key={role.id} role={role} onCopy={() => onCopy(role)} />
          ))}
          <td aria-hidden="true" className="sticky top-0 z-10 w-full border-b bg-surface p-0" />
        </tr>
      </thead>
      <Bodies groups={groups} roles={roles} drafts={drafts} held={held} />
    </table>
  );
}

interface BodiesProps extends Pick<GridProps, 'roles' | 'drafts' | 'held'> {
  groups: readonly AreaLines[];
}

function Bodies({ groups, roles, drafts, held }: BodiesProps) {
  const { t } = useTranslation('admin');
  const textOf = usePermissionText();
  const nameOf = useRoleName();
  const [focus, setFocus] = useState('');
  const columns = roles.map((role) => ({
    role,
    name: nameOf(role.name),
    editable: role.can.includes('update'),
    saved: levelsOf(role.permissions),
    levels: drafts.of(role),
  }));
  const places = groups.flatMap(({ lines }) => lines.flatMap((line) => columns.flatMap(({ role, editable }) => (editable ? [`${line.name} ${role.id}`] : []))));
  const current = places.includes(focus) ? focus : places[0];
  return groups.map(({ area, lines }) => (
    <tbody key={area}>
      <tr>
        <th scope="rowgroup" className="sticky left-0 z-10 h-8 border-r border-b bg-canvas pl-4 text-left text-xs font-medium text-muted">
          {t(`area.${area}`)}
        </th>
        <td colSpan={roles.length + 1} className="border-b bg-canvas" />
      </tr>
      {lines.map((line) => (
        <tr key={line.name} className="group/row">
          <LineHead name={line.name} text={textOf(line)} />
          {columns.map(({ role, name, editable, saved, levels }) => {
            const level = levels[line.name] ?? 'none';
            const place = `${line.name} ${role.id}`;
            return (
              <Cell
                key={role.id}
                permission={textOf(line)}
                role={name}
                level={level}
                word={level === 'all' && !line.ownable ? t('level.yes') : t(`level.${level}`)}
                among={editable ? grantable(line, held) : null}
                changed={level !== (saved[line.name] ?? 'none')}
                tabbable={place === current}
                onFocus={() => setFocus(place)}
                onChange={(next) => drafts.set(role, line.name, next)}
              />
            );
          })}
          <td aria-hidden="true" className="border-b group-hover/row:bg-hover" />
        </tr>
      ))}
    </tbody>
  ));
}

function LineHead({ name, text }: { name: string; text: string }) {
  return (
    <th
      scope="row"
      title={`${text} (${name})`}
      className="sticky left-0 z-10 h-row min-w-52 border-r border-b bg-surface py-1 pr-3 pl-4 text-left font-normal group-hover/row:bg-hover lg:min-w-80 xl:min-w-96"
    >
      <span className="line-clamp-2">{text}</span>
    </th>
  );
}

const arrows: Record<string, [down: number, right: number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** Moves to the next cell that can be changed, in the direction of the arrow. */
function moveFocus(event: KeyboardEvent<HTMLTableElement>): void {
  const step = arrows[event.key];
  const from = event.target instanceof HTMLElement ? event.target.closest('td') : null;
  if (!step || !from) return;
  event.preventDefault();
  const rows = [...event.currentTarget.tBodies].flatMap((body) => [...body.rows]);
  let y = rows.findIndex((row) => row.contains(from)) + step[0];
  let x = from.cellIndex + step[1];
  for (; rows[y] && x >= 0 && x <= from.parentElement!.children.length; y += step[0], x += step[1]) {
    const button = rows[y]?.cells[x]?.querySelector('button');
    if (button) return button.focus();
  }
}
