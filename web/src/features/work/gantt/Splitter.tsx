// The line between grid and chart, to be dragged, or moved with the arrow keys.
import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';

const [least, most] = [160, 900];
const clamp = (width: number): number => Math.min(most, Math.max(least, width));

export function Splitter({ width, onWidth }: { width: number; onWidth: (width: number) => void }) {
  const { t } = useTranslation('gantt');
  const from = useRef<{ x: number; width: number } | null>(null);
  const onPointerDown = (event: PointerEvent) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = { x: event.clientX, width };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (from.current) onWidth(clamp(from.current.width + event.clientX - from.current.x));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -24, ArrowRight: 24 }[event.key];
    if (!step) return;
    event.preventDefault();
    onWidth(clamp(width + step));
  };
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={t('splitter')}
      aria-valuenow={Math.round(width)}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => (from.current = null)}
      onKeyDown={onKeyDown}
      className="sticky top-0 z-10 h-full w-[5px] shrink-0 cursor-col-resize self-stretch border-x border-line bg-surface hover:bg-accent-soft focus-visible:bg-accent"
    />
  );
}
