// What is noted inside the page. Put into every document before its own scripts; everything is in milliseconds since
// the navigation began.

export interface Probe {
  /** The chart's JSON was parsed. */
  parsed: number;
  /** The first bar was drawn on the canvas. */
  drawn: number;
  /** The frame after the one with rows and bars began: both are on the screen. */
  shown: number;
  /** Begins to look for the next first picture. */
  again: () => void;
  /** Begins to note the times of frames; the answer ends it and gives them. */
  frames: () => () => number[];
  /** From each event of a kind to the end of the frame that shows what it did. */
  responses: (type: string) => () => number[];
}

declare global {
  interface Window {
    bench: Probe;
  }
}

/** Runs in the page: it must not use anything from outside. */
export function install(): void {
  const bench: Probe = { parsed: 0, drawn: 0, shown: 0, again, frames, responses };
  window.bench = bench;
  const { json } = Response.prototype;
  Response.prototype.json = async function (this: Response) {
    const body: unknown = await json.call(this);
    if (this.url.endsWith('/gantt')) bench.parsed = performance.now();
    return body;
  };
  const pen = CanvasRenderingContext2D.prototype;
  const { roundRect } = pen;
  again();

  function again(): void {
    Object.assign(bench, { parsed: 0, drawn: 0, shown: 0 });
    // Only the first bar is waited for: later ones are drawn as fast as ever.
    pen.roundRect = function (...box: Parameters<typeof roundRect>) {
      bench.drawn = performance.now();
      pen.roundRect = roundRect;
      roundRect.apply(this, box);
    };
    requestAnimationFrame(look);
  }
  function look(): void {
    const there = bench.drawn > 0 && document.querySelector('[role="treegrid"] [data-row]') !== null;
    requestAnimationFrame(there ? () => (bench.shown = performance.now()) : look);
  }
  function frames(): () => number[] {
    const times: number[] = [];
    let frame = requestAnimationFrame(function note(now) {
      times.push(now);
      frame = requestAnimationFrame(note);
    });
    return () => {
      cancelAnimationFrame(frame);
      return times;
    };
  }
  function responses(type: string): () => number[] {
    const times: number[] = [];
    const listener = ({ timeStamp }: Event) =>
      requestAnimationFrame(() => {
        // Comes when the frame's own work, drawing among it, is done.
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => void times.push(performance.now() - timeStamp);
        port2.postMessage(null);
      });
    addEventListener(type, listener, { capture: true });
    return () => {
      removeEventListener(type, listener, { capture: true });
      return times;
    };
  }
}
