import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

export interface TabItem {
  value: string;
  label: string;
  /** A count or a mark behind the label. */
  extra?: ReactNode;
  content: ReactNode;
}

/** Tabs inside a page; views with an address of their own are links in the top bar instead. */
export function Tabs({ items, value, onChange }: { items: TabItem[]; value: string; onChange: (value: string) => void }) {
  return (
    <Base.Root value={value} onValueChange={(next) => onChange(String(next))} className="flex min-h-0 flex-col">
      <Base.List className="relative flex gap-1 border-b">
        {items.map((item) => (
          <Base.Tab
            key={item.value}
            value={item.value}
            className="flex h-9 items-center gap-1.5 border-b-2 border-transparent px-2 text-sm text-muted hover:text-text data-active:border-accent data-active:font-medium data-active:text-text"
          >
            {item.label}
            {item.extra}
          </Base.Tab>
        ))}
      </Base.List>
      {items.map((item) => (
        <Base.Panel key={item.value} value={item.value} className="min-h-0 pt-4 outline-offset-4">
          {item.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
