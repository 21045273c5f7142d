/** How long to wait before each further attempt; the last one again and again. */
export type Delays = readonly [number, ...number[]];

/** From a moment's rejection to an outage, in milliseconds. */
export const DELAYS: Delays = [100, 200, 400, 800, 1_600, 3_200, 5_000];

/**
 * The delay after a number of failed attempts: between half and all of what the list says, so that many
 * functions that failed together don't return together, but never less than the server asked for.
 */
export const backoff = (
  delays: Delays,
  failures: number,
  random: number,
  retryAfter = 0,
): number => {
  const delay = delays[failures - 1] ?? delays.at(-1) ?? 0;
  return Math.max(retryAfter, delay * (0.5 + random / 2));
};

/** A `Retry-After` header, seconds or a date (RFC 9110, 10.2.3), as milliseconds from now; 0 where it says nothing. */
export const retryAfter = (header: string | undefined, now: number): number => {
  if (header === undefined) return 0;
  const wait = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Math.max(0, wait || 0);
};
