import { ConnectError, DataError, type Stage } from './errors.ts';

/** Java's name of a failure, so that a difference to Connect can be told from an agreement. */
export type JavaException =
  | 'DataException'
  | 'IllegalArgumentException'
  | 'NullPointerException'
  | 'ClassCastException'
  | 'NumberFormatException'
  | 'IndexOutOfBoundsException'
  | 'ConnectException';

/** The same in every copy of the class: a module of a user's own is bundled with one. */
const REFUSED = Symbol.for('connectless.RefusedError');

/** A value that can't be used, thrown where nobody knows the stage yet; `atStage` makes a `DataError` of it. */
export class RefusedError extends ConnectError {
  override name = 'RefusedError';
  readonly exception: JavaException;
  readonly [REFUSED] = true;

  constructor(message: string, exception: JavaException = 'DataException') {
    super(message);
    this.exception = exception;
  }
}

/** Whether an error is a `RefusedError`, whichever copy of the class made it. */
export const isRefused = (error: unknown): error is RefusedError =>
  error instanceof Error && REFUSED in error;

/** Throws a `RefusedError`. The message names types, fields and configuration, never a record's content. */
export const refuse = (message: string, exception?: JavaException): never => {
  throw new RefusedError(message, exception);
};

/** Runs a step of the pipeline; what it refuses becomes a `DataError` that names stage and class. */
export const atStage = <T>(stage: Stage, at: string, step: () => T): T => {
  try {
    return step();
  } catch (error) {
    throw isRefused(error) ? staged(error, stage, at) : error;
  }
};

const staged = (cause: RefusedError, stage: Stage, at: string): DataError =>
  new DataError(stage, at, cause.message, { cause });
