const TICK = 1_000;

/** Shows what takes its time, and the seconds that it has taken, until it is there. */
export const showElapsed = async <T>(
  show: (text: string) => void,
  what: string,
  work: Promise<T>,
  tick = TICK,
): Promise<T> => {
  const begin = performance.now();
  show(what);
  const ticking = setInterval(
    () => show(`${what} ${Math.floor((performance.now() - begin) / 1_000)} s`),
    tick,
  );
  try {
    return await work;
  } finally {
    clearInterval(ticking);
  }
};
