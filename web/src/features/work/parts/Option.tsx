import { useEffect, useRef, type ReactNode } from 'react';
import { cx } from '@/lib/cx';

interface OptionProps {
  id: string;
  /** It has the highlight; it scrolls to where it is seen. */
  active: boolean;
  selected: boolean;
  onHover?: () => void;
  onChoose: () => void;
  children: ReactNode;
}

/** One line of a list beside a text field, which keeps the focus. */
export function Option({ id, active, selected, onHover, onChoose, children }: OptionProps) {
  const node = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (active) node.current?.scrollIntoView?.({ block: 'nearest' });
  }, [active]);
  return (
    <li
      ref={node}
      id={id}
      role="option"
      aria-selected={selected}
      onMouseMove={active ? undefined : onHover}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
      className={cx('menu-item', active ? 'bg-selected' : 'hover:bg-hover')}
    >
      {children}
    </li>
  );
}
