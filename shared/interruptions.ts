/** Nobody presses a key again so soon, and npm passes a signal on within milliseconds. */
const ONE_KEYPRESS_MS = 500;

/**
 * Counts interruptions, called at each signal: answers with the number of this one, from 1.
 * Ctrl-C under npm is two signals, the terminal's to all its processes and npm's own: what
 * comes within half a second of the first is the same keypress. `now` is in milliseconds.
 */
export const countInterruptions = (now: () => number): (() => number) => {
  let count = 0;
  let pressed = Number.NEGATIVE_INFINITY;
  return () => {
    const time = now();
    if (time - pressed >= ONE_KEYPRESS_MS) {
      count += 1;
      pressed = time;
    }
    return count;
  };
};
