import type { ErrantLog } from './ports.ts';

/** One JSON object on a line. The only place that writes to the log. */
export const logErrant: ErrantLog = (entry) => console.warn(JSON.stringify(entry));
