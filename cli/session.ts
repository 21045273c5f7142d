import type { Paint } from './text/paint.ts';

/** What a verb has of the world: where it stands, where it writes, how it ends. */
export type Session = {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly paint: Paint;
  /** Columns that output may take. */
  readonly width: number;
  /** To standard output, a line break added. */
  print(text: string): void;
  /** To standard error, likewise. */
  complain(text: string): void;
  /** How far something is that takes a while; not for machines. */
  live(text: string): void;
  /** Aborts on Ctrl-C. Who asks for it ends by itself then; without that Ctrl-C ends at once. */
  interruption(): AbortSignal;
  finish(exitCode: number): void;
};

/** Every fault is an error that keeps a deploy from happening. */
export const FAULTS = 1;
/** The command line was wrong. */
export const USAGE = 2;
/** Ctrl-C. */
export const INTERRUPTED = 130;

/** The command line was wrong; the message says how. */
export class UsageError extends Error {
  override name = 'UsageError';
}
