import type { ErrorsConfig } from './connector.ts';

/** Whether any errant record is tolerated: by `errors.tolerance`, or by a policy of the dialect. */
export const isTolerant = ({ tolerance, tolerates }: ErrorsConfig): boolean =>
  tolerance === 'all' || tolerates.refused || tolerates.invalid;

/** Whether a connector may have a letter to write, for which it needs a way to Kafka. */
export const writesLetters = (errors: ErrorsConfig): boolean => isTolerant(errors) && !errors.drop;
