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

/** A live line on an output. */
export const createLive = (
  out: Pick<WriteStream, 'isTTY' | 'write'>,
  now: () => number = () => performance.now(),
): Live => {
  const begin = now();
  let last = begin + QUIET - LINE_INTERVAL;
  let shown = false;
  const isDue = (): boolean =>
    now() - begin >= QUIET && (out.isTTY || now() - last >= LINE_INTERVAL);
  return {
    show(text) {
      if (!isDue()) return;
      last = now();
      shown = out.isTTY;
      out.write(out.isTTY ? CLEAR + text : `${text}\n`);
    },
    clear() {
      if (shown) out.write(CLEAR);
      shown = false;
    },
  };
};
