// Round numbers for an axis.

/** From 0 to at least `most`, in steps of 1, 2 or 5 times a power of ten. */
export function ticks(most: number, wanted = 4): number[] {
  if (!(most > 0)) return [0, 1];
  const rough = most / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10);
  const count = Math.ceil(most / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, at) => Number((at * step).toPrecision(12)));
}

/** Places along a line of `length` things, as many as have room, ends included where they fit. */
export function spread(length: number, room: number): number[] {
  const every = Math.max(1, Math.ceil(length / Math.max(1, room)));
  return Array.from({ length: Math.ceil(length / every) }, (_, at) => at * every);
}
