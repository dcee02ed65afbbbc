// A small window beside any element: over a cell that has no button of its own, or from a button.
import { Popover as Base } from '@base-ui/react/popover';
import { useRef, type ReactElement, type ReactNode } from 'react';

interface FloatProps {
  label: string;
  /** The element beside which it opens. */
  anchor: Element | null;
  onClose: () => void;
  /** What takes the focus when it closes. */
  returnTo: () => HTMLElement | null;
  children: ReactNode;
}

/** Opened by mounting it. */
export function Float({ label, anchor, onClose, returnTo, children }: FloatProps) {
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Popup label={label} anchor={anchor} returnTo={returnTo}>
        {children}
      </Popup>
    </Base.Root>
  );
}

interface DropProps {
  label: string;
  /** The button that opens it. */
  trigger: ReactElement;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  children: ReactNode;
}

/** The same from a button. */
export function DropDown({ label, trigger, open, onOpenChange, children }: DropProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Trigger render={trigger} />
      <Popup label={label}>{children}</Popup>
    </Base.Root>
  );
}

interface PopupProps {
  label: string;
  anchor?: Element | null;
  returnTo?: () => HTMLElement | null;
  children: ReactNode;
}

function Popup({ label, anchor, returnTo, children }: PopupProps) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Portal>
      <Base.Positioner sideOffset={4} align="start" className="z-50" {...(anchor ? { anchor } : {})}>
        <Base.Popup
          ref={popup}
          aria-label={label}
          className="popup"
          initialFocus={() => popup.current?.querySelector<HTMLElement>('[data-autofocus], input') ?? true}
          {...(returnTo ? { finalFocus: () => returnTo() ?? true } : {})}
        >
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}
