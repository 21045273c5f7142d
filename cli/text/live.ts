import type { WriteStream } from 'node:tty';

/** A line that is always up to date. */
export type Live = {
  /** On a terminal replaces what it showed; elsewhere becomes a line every few seconds. */
  show(text: string): void;
  /** Takes it away, so that something else can be written. */
  clear(): void;
};

/** Shorter work shows nothing: nobody needs to be told to wait. */
const QUIET = 2_000;
const LINE_INTERVAL = 10_000;
const CLEAR = '\r\u001b[K';

/** The world's time; both in milliseconds. */
type Clock = {
  readonly now: () => number;
  readonly later: (ring: () => void, delay: number) => void;
};

const CLOCK: Clock = {
  now: () => performance.now(),
  later: (ring, delay) => void setTimeout(ring, delay).unref(),
};

/** A live line on an output. */
export const createLive = (
  out: Pick<WriteStream, 'isTTY' | 'write'>,
  { now, later }: Clock = CLOCK,
): Live => {
  let last = Number.NEGATIVE_INFINITY;
  let shown = false;
  let isQuiet = true;
  // What came too early: nothing may follow it for long, so it is shown when the quiet is over.
  let held: string | undefined;
  const write = (text: string): void => {
    last = now();
    shown = out.isTTY;
    out.write(out.isTTY ? CLEAR + text : `${text}\n`);
  };
  later(() => {
    isQuiet = false;
    if (held !== undefined) write(held);
  }, QUIET);
  return {
    show(text) {
      if (isQuiet) held = text;
      else if (out.isTTY || now() - last >= LINE_INTERVAL) write(text);
    },
    clear() {
      if (shown) out.write(CLEAR);
      shown = false;
      held = undefined;
    },
  };
};
