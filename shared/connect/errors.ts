/** Where in a record's way something failed; Connect's `Stage`. */
export type Stage =
  | 'KEY_CONVERTER'
  | 'HEADER_CONVERTER'
  | 'VALUE_CONVERTER'
  | 'TRANSFORMATION'
  | 'TASK_PUT'
  | 'KAFKA_PRODUCE';

/** The root of everything this project throws on purpose; any other error that escapes is a bug. */
export class ConnectError extends Error {
  override name = 'ConnectError';
}

/** The same call may succeed later (Connect's `RetriableException`). */
export class RetriableError extends ConnectError {
  override name = 'RetriableError';
}

/** This record never will succeed (Connect's `DataException`). Its message never quotes the record. */
export class DataError extends ConnectError {
  override name = 'DataError';
  readonly stage: Stage;
  /** What failed, for `__connect.errors.class.name`: a converter, a transform, the task. */
  readonly at: string;

  constructor(stage: Stage, at: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.stage = stage;
    this.at = at;
  }
}

/**
 * One thing that is wrong in a connector file, the worker file or the environment, or that is right and
 * will surprise. It never holds a secret. Its members are the words of the command line's `--json`.
 */
export type Fault = {
  readonly file: string;
  /** As it is written there; absent where the file as a whole is at fault. */
  readonly key?: string;
  /** From 1. */
  readonly line?: number;
  /** An error keeps a connector from being deployed and from starting; a warning does not. */
  readonly severity: 'error' | 'warning';
  readonly found?: string;
  /** Completes "expected …". */
  readonly expected: string;
  /** What to write instead. */
  readonly suggestion?: string;
};

/** A connector file or the environment is wrong (Kafka's `ConfigException`); names every fault at once. */
export class ConfigError extends ConnectError {
  override name = 'ConfigError';
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[], options?: ErrorOptions) {
    super(faults.map(faultLine).join('\n'), options);
    this.faults = faults;
  }
}

/** A fault on one line: where, what was found, what is expected, what to write instead. */
export const faultLine = ({
  file,
  line,
  key,
  severity,
  found,
  expected,
  suggestion,
}: Fault): string => {
  const where = [
    line === undefined ? file : `${file}:${line}`,
    ...(key === undefined ? [] : [key]),
  ];
  const mark = severity === 'warning' ? ['warning'] : [];
  const what =
    found === undefined ? `expected ${expected}` : `found ${found}, expected ${expected}`;
  const hint = suggestion === undefined ? '' : `; write ${suggestion}`;
  return `${[...where, ...mark, what].join(': ')}${hint}`;
};
