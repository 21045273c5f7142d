import type { WriteStream } from 'node:tty';

/** Where a run shows itself: lines that stay, and one that is always up to date. */
export type Screen = {
  line(text: string): void;
  /** On a terminal replaces the last live text; elsewhere becomes a line every few seconds. */
  live(text: string): void;
  /** Takes the live text away. */
  clear(): void;
};

const LINE_INTERVAL = 5_000;
const CLEAR = '\r\u001b[K';

/** Colours and moving text are for terminals only. */
export const createScreen = (out: Pick<WriteStream, 'isTTY' | 'write'>): Screen => {
  let shown = '';
  let last = Number.NEGATIVE_INFINITY;
  if (out.isTTY)
    return {
      line(text) {
        out.write(`${shown && CLEAR}${text}\n${shown}`);
      },
      live(text) {
        shown = text;
        out.write(CLEAR + text);
      },
      clear() {
        out.write(CLEAR);
        shown = '';
      },
    };
  return {
    line(text) {
      out.write(`${text}\n`);
    },
    live(text) {
      if (text === shown || performance.now() - last < LINE_INTERVAL) return;
      shown = text;
      last = performance.now();
      out.write(`${text}\n`);
    },
    clear() {},
  };
};
