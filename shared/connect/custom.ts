import { types } from 'node:util';
import {
  type ConfigKeys,
  type ConfigOf,
  type FlatConfig,
  isKeyError,
  type Read,
} from './config-keys.ts';
import { DataError, type Stage } from './errors.ts';
import { isObject } from './is-object.ts';
import { findModule, type Modules } from './modules.ts';
import { readChecked, readConfig } from './read-config.ts';
import { atStage, isRefused, refuse } from './refused.ts';

/** A transform, predicate or converter of a user's own: its keys, and what makes it of their values. */
export type Custom<K extends ConfigKeys, T> = {
  readonly keys: K;
  readonly create: (config: ConfigOf<K>) => T;
};

/** What a module may be asked for: the name of its export. */
export type CustomKind = 'transform' | 'predicate' | 'converter';

const MAKERS: Readonly<Record<CustomKind, string>> = {
  transform: 'defineTransform',
  predicate: 'definePredicate',
  converter: 'defineConverter',
};

const NOT_ASYNC = 'functions that are not async: records pass one after the other, nothing waits';

/** Finds what a module exports under the name of its kind. Faults are of the key that names the module. */
export const readExport = (
  name: string,
  kind: CustomKind,
  modules: Modules,
  key: string,
): Read<Custom<ConfigKeys, unknown>> => {
  const fault = (expected: string) => ({ faults: [{ key, found: name, expected }] });
  const module = findModule(name, modules);
  if ('expected' in module) return fault(module.expected);
  const custom = module.exports[kind];
  if (!isCustom(custom))
    return fault(`a module with: export const ${kind} = ${MAKERS[kind]}({ keys, create })`);
  return types.isAsyncFunction(custom.create) ? fault(NOT_ASYNC) : { value: custom };
};

/** What a module exports for a configuration's `type`, as a row beside those of the table of its kind. */
export const readCustomRow = <T>(
  name: string,
  kind: 'transform' | 'predicate',
  modules: Modules,
  accept: (made: unknown) => T,
): Read<{
  readonly className: string;
  readonly doc: string;
  readonly keys: ConfigKeys;
  readonly read: (given: FlatConfig) => Read<T>;
}> => {
  const custom = readExport(name, kind, modules, 'type');
  if ('faults' in custom) return custom;
  const { value } = custom;
  return {
    value: {
      className: name,
      doc: '',
      keys: value.keys,
      read: (given) => createCustom(value, given, { key: 'type', name }, accept),
    },
  };
};

/** Its types are the compiler's to check; here it is enough that validation can go on. */
const isCustom = (made: unknown): made is Custom<ConfigKeys, unknown> =>
  isObject(made) &&
  typeof made['create'] === 'function' &&
  isObject(made['keys']) &&
  Object.values(made['keys']).every((key) => isObject(key) && typeof key['read'] === 'function');

/** Makes what `create` makes of a configuration; `accept` refuses what is none of its kind. */
export const createCustom = <T>(
  { keys, create }: Custom<ConfigKeys, unknown>,
  given: FlatConfig,
  place: { readonly key: string; readonly name: string },
  accept: (made: unknown) => T,
): Read<T> =>
  readChecked(
    () => {
      const config = readConfig(keys, given);
      if ('faults' in config) return config;
      const made = attempt(() => create(config.value));
      if ('threw' in made) return refuse(`a create that does not throw a ${made.threw}`);
      return { value: accept(made.value) };
    },
    place.key,
    place.name,
  );

/** Refuses what is no function, or an async one. */
export const acceptFunction = (made: unknown, of: string): ((...given: never) => unknown) => {
  if (typeof made !== 'function') return refuse(`a function (${of}) where ${typeof made} is`);
  if (types.isAsyncFunction(made)) return refuse(NOT_ASYNC);
  return made as (...given: never) => unknown;
};

/** A step of a user's own code: where it stands, what it does, and what refuses a result that is none. */
type CustomStep<T> = {
  readonly stage: Stage;
  readonly name: string;
  readonly run: () => T;
  readonly check: (result: T) => void;
};

/**
 * Runs a user's own function on a record. What it refuses or throws makes the record errant; a message
 * that is not made by `refuse` may quote the record and stays here.
 */
export const atCustomStage = <T>({ stage, name, run, check }: CustomStep<T>): T => {
  const ran = attempt(() =>
    atStage(stage, name, () => {
      const result = run();
      refusePromise(result);
      check(result);
      return result;
    }),
  );
  if ('threw' in ran)
    throw new DataError(stage, name, `It threw a ${ran.threw}`, { cause: ran.cause });
  return ran.value;
};

const refusePromise = (result: unknown): void => {
  if (!types.isPromise(result)) return;
  // Nobody waits for it, and one that rejects would end the process.
  result.catch(() => undefined);
  refuse('It gave a promise, and nothing waits for one');
};

/** Runs a user's code; what it throws is known by its class alone. */
const attempt = <T>(
  run: () => T,
): { readonly value: T } | { readonly threw: string; readonly cause: unknown } => {
  try {
    return { value: run() };
  } catch (error) {
    if (error instanceof DataError || isRefused(error) || isKeyError(error)) throw error;
    return { threw: error instanceof Error ? error.name : typeof error, cause: error };
  }
};
