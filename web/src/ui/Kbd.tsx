import { keyCaps } from '@/lib/actions';

/** The caps of a key or a sequence of keys, written as actions write them (`mod+k`, `g h`). */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className="inline-flex gap-0.5">
      {keyCaps(keys).map((cap, index) => (
        <kbd
          key={index}
          className="inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-sm border border-line-strong/70 bg-sunken px-1 font-sans text-[11px] leading-none text-muted"
        >
          {cap}
        </kbd>
      ))}
    </span>
  );
}
