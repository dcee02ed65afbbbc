import { piecesOf } from './hits';

/** A text in which what was found is marked. */
export function HitText({ text, ranges }: { text: string; ranges: readonly (readonly number[])[] }) {
  return piecesOf(text, ranges).map(({ text: piece, hit }, at) =>
    hit ? (
      <mark key={at} className="rounded-[3px] bg-warn-soft text-warn">
        {piece}
      </mark>
    ) : (
      piece
    ),
  );
}
