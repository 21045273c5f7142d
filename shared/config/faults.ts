import { ConfigError, type Fault } from '../connect/errors.ts';

/** Whether a fault keeps a connector from running. */
export const isError = ({ severity }: Fault): boolean => severity === 'error';

/** @throws ConfigError with all errors among them */
export const refuseErrors = (faults: readonly Fault[]): void => {
  const errors = inOrder(faults).filter(isError);
  if (errors.length > 0) throw new ConfigError(errors);
};

/** Each fault once (what the worker's file has is met with every connector), by file and line. */
export const inOrder = (faults: readonly Fault[]): readonly Fault[] => {
  const once = new Map(faults.map((fault) => [JSON.stringify(fault), fault]));
  return [...once.values()].toSorted(
    (a, b) => compare(a.file, b.file) || (a.line ?? 0) - (b.line ?? 0),
  );
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
