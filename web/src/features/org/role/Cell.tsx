import { CircleCheck, Contrast, Minus } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';
import { nextAmong, type Level } from './levels';

interface CellProps {
  /** The permission and the role, in words. */
  permission: string;
  role: string;
  level: Level;
  /** The level in words: `level` says own or all, where there is no such difference yes. */
  word: string;
  /** What the caller may make of it; none for a role that can't be changed. */
  among: readonly Level[] | null;
  changed: boolean;
  tabbable: boolean;
  onFocus: () => void;
  onChange: (level: Level) => void;
}

const sameCell = (a: CellProps, b: CellProps): boolean =>
  a.level === b.level && a.word === b.word && a.among === b.among && a.changed === b.changed && a.tabbable === b.tabbable &&
  a.permission === b.permission && a.role === b.role;

/** One permission of one role. Memoised because a click changes one of hundreds; its handlers know no more than its place. */
export const Cell = memo(function Cell({ among, ...props }: CellProps) {
  return (
    <td className={cx('h-row min-w-25 border-b group-hover/row:bg-hover', among ? 'px-1' : 'px-2.5 text-muted')}>
      {among ? <Control among={among} {...props} /> : <Mark level={props.level} word={props.word} />}
    </td>
  );
}, sameCell);

function Control({ permission, role, level, word, among, changed, tabbable, onFocus, onChange }: CellProps & { among: readonly Level[] }) {
  const { t } = useTranslation('admin');
  const next = nextAmong(level, among);
  const stuck = next === level;
  return (
    <button
      type="button"
      aria-disabled={stuck}
      tabIndex={tabbable ? 0 : -1}
      aria-label={t('role.cell', { permission, role, level: word })}
      title={stuck ? t('role.notHeld') : undefined}
      onFocus={onFocus}
      onClick={() => !stuck && onChange(next)}
      className={cx(
        'flex h-6.5 w-full items-center rounded-md border border-line px-1.5',
        changed && 'border-accent bg-accent-soft',
        stuck ? 'cursor-not-allowed opacity-60' : 'hover:border-control',
      )}
    >
      <Mark level={level} word={word} />
    </button>
  );
}

const marks = { all: [CircleCheck, 'text-ok'], own: [Contrast, 'text-info'], none: [Minus, 'text-faint'] } as const;

function Mark({ level, word }: { level: Level; word: string }) {
  const [Icon, tint] = marks[level];
  return (
    <span className="flex items-center gap-1.5 text-left">
      <Icon className={cx('size-4 shrink-0', tint)} aria-hidden="true" />
      <span className={level === 'none' ? 'sr-only' : ''}>{word}</span>
    </span>
  );
}
