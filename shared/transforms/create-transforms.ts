import {
  booleanKey,
  type ConfigKeys,
  type FlatConfig,
  type KeyFault,
  type Read,
  readList,
  textKey,
} from '../connect/config-keys.ts';
import type { ConnectRecord } from '../connect/connect-record.ts';
import { ConfigError } from '../connect/errors.ts';
import { isModuleName, type Modules, NO_MODULES } from '../connect/modules.ts';
import { nearMiss } from '../connect/near-miss.ts';
import { readConfig } from '../connect/read-config.ts';
import { duplicateName } from '../connect/schema.ts';
import { readCustomTransform } from './custom-transform.ts';
import { readCustomPredicate } from './predicates/custom-predicate.ts';
import type { Predicate, PredicateDefinition } from './predicates/predicate.ts';
import { PREDICATES } from './predicates/predicates.ts';
import type { Transform, TransformContext, TransformDefinition } from './transform.ts';
import { TRANSFORMS } from './transforms.ts';

/** The keys that every transform has beside its own. */
export const TRANSFORM_KEYS = {
  predicate: textKey(null, 'Alias of the predicate that says whether the transform runs.'),
  negate: booleanKey(false, 'Whether it runs where the predicate is false instead.'),
} satisfies ConfigKeys;

/** One transform of a chain, and when it runs. */
type Step = { readonly transform: Transform; readonly runs: Predicate | undefined };

/** A list of aliases under a key, with what each of them makes. */
type Named<T> = {
  readonly aliases: readonly string[];
  readonly items: ReadonlyMap<string, T>;
  readonly faults: readonly KeyFault[];
};

/** Makes the chain as `readTransforms` does; throws a `ConfigError` that names every fault of the file. */
export const createTransforms = (
  config: FlatConfig,
  file: string,
  context: TransformContext,
  modules: Modules = NO_MODULES,
): Transform | undefined => {
  const read = readTransforms(config, context, modules);
  if ('value' in read) return read.value;
  throw new ConfigError(read.faults.map((fault) => ({ file, severity: 'error', ...fault })));
};

/**
 * Makes the chain of a connector's `transforms` and `predicates`: each transform in its order, where its
 * predicate lets it; the first that drops the record ends the chain. Every fault is told, not the first.
 * Undefined where there is no transform: then no record need be made for one.
 */
export const readTransforms = (
  config: FlatConfig,
  context: TransformContext,
  modules: Modules = NO_MODULES,
): Read<Transform | undefined> => {
  const predicates = readNamed(config, 'predicates', (alias) =>
    readPredicate(config, alias, modules),
  );
  const steps = readNamed(config, 'transforms', (alias) =>
    readStep({ config, predicates, context, modules }, alias),
  );
  const faults = [...predicates.faults, ...steps.faults];
  if (faults.length > 0) return { faults };
  return { value: steps.items.size === 0 ? undefined : chain([...steps.items.values()]) };
};

const chain =
  (steps: readonly Step[]): Transform =>
  (record) => {
    let current: ConnectRecord | undefined = record;
    for (const { transform, runs } of steps) {
      if (runs === undefined || runs(current)) current = transform(current);
      if (current === undefined) return undefined;
    }
    return current;
  };

const readNamed = <T>(
  config: FlatConfig,
  key: string,
  read: (alias: string) => Read<T>,
): Named<T> => {
  const list = config[key] ?? '';
  const aliases = readList(list);
  const faults: KeyFault[] = [];
  if (duplicateName(aliases) !== undefined)
    faults.push({ key, found: list, expected: 'aliases that are all different' });
  const items = new Map<string, T>();
  for (const alias of new Set(aliases)) {
    const item = read(alias);
    if ('value' in item) items.set(alias, item.value);
    else faults.push(...item.faults);
  }
  return { aliases, items, faults };
};

const readPredicate = (config: FlatConfig, alias: string, modules: Modules): Read<Predicate> => {
  const prefix = `predicates.${alias}.`;
  const definition = prefixed(findPredicate(config[`${prefix}type`], modules), prefix);
  if ('faults' in definition) return definition;
  return prefixed(definition.value.read(withPrefix(config, prefix)), prefix);
};

/** What steps are read from. */
type Source = {
  readonly config: FlatConfig;
  readonly predicates: Named<Predicate>;
  readonly context: TransformContext;
  readonly modules: Modules;
};

const readStep = ({ config, predicates, context, modules }: Source, alias: string): Read<Step> => {
  const prefix = `transforms.${alias}.`;
  const own = withPrefix(config, prefix);
  const runs = prefixed(readCondition(own, predicates), prefix);
  const definition = findTransform(own['type'], modules);
  const transform = prefixed(
    'faults' in definition ? definition : definition.value.read(own, context),
    prefix,
  );
  const faults = [runs, transform].flatMap((read) => ('faults' in read ? read.faults : []));
  return 'value' in runs && 'value' in transform
    ? { value: { transform: transform.value, runs: runs.value } }
    : { faults };
};

const readCondition = (
  own: FlatConfig,
  predicates: Named<Predicate>,
): Read<Predicate | undefined> => {
  const read = readConfig(TRANSFORM_KEYS, own);
  if ('faults' in read) return read;
  const { predicate: alias, negate } = read.value;
  if (alias === null)
    return !Object.hasOwn(own, 'negate')
      ? { value: undefined }
      : { faults: [{ key: 'predicate', expected: 'a predicate, since negate is there' }] };
  const predicate = predicates.items.get(alias);
  if (predicate !== undefined)
    return { value: negate ? (record) => !predicate(record) : predicate };
  // One that is listed has told its own faults.
  if (predicates.aliases.includes(alias)) return { faults: [] };
  return {
    faults: [{ key: 'predicate', found: alias, expected: 'an alias that predicates lists' }],
  };
};

/** Finds the transform that a `type` names, a class or a module; faults are of that key. */
export const findTransform = (
  type: string | undefined,
  modules: Modules,
): Read<TransformDefinition> => findDefinition(type, TRANSFORMS, modules, readCustomTransform);

/** The same of a predicate. */
export const findPredicate = (
  type: string | undefined,
  modules: Modules,
): Read<PredicateDefinition> => findDefinition(type, PREDICATES, modules, readCustomPredicate);

/** By the class in full, or by its simple name where that is one of its own. */
const findDefinition = <D extends { readonly className: string }>(
  type: string | undefined,
  table: readonly D[],
  modules: Modules,
  readCustom: (name: string, modules: Modules) => Read<D>,
): Read<D> => {
  const name = type?.trim();
  if (name === undefined) return { faults: [{ key: 'type', expected: 'the name of a class' }] };
  if (isModuleName(name)) return readCustom(name, modules);
  const definition = table.find(
    ({ className }) =>
      className === name || (!className.includes('$') && className.endsWith(`.${name}`)),
  );
  if (definition !== undefined) return { value: definition };
  return { faults: [unknownClass(name, table)] };
};

const unknownClass = (name: string, table: readonly { readonly className: string }[]): KeyFault => {
  const near = nearClasses(name, table);
  return {
    key: 'type',
    found: name,
    expected: 'a class that docs/connectors.md lists, or a module of your own',
    ...(near.length > 0 && { suggestion: near.join(' or ') }),
  };
};

/** The classes, in full, that a misspelt one may be; of `Cast`, that of keys and that of values. */
const nearClasses = (
  name: string,
  table: readonly { readonly className: string }[],
): readonly string[] => {
  const near = nearMiss(
    name,
    table.flatMap(({ className }) => spellings(className)),
  );
  return near === undefined
    ? []
    : table
        .map(({ className }) => className)
        .filter((className) => spellings(className).includes(near));
};

/** In full and without its package, each with and without the class within it. */
const spellings = (className: string): readonly string[] => {
  const simple = className.slice(className.lastIndexOf('.') + 1);
  return [className, simple].flatMap((text) => [text, text.replace(/\$.*/, '')]);
};

const withPrefix = (config: FlatConfig, prefix: string): FlatConfig =>
  Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );

const prefixed = <T>(read: Read<T>, prefix: string): Read<T> =>
  'value' in read
    ? read
    : { faults: read.faults.map((fault) => ({ ...fault, key: prefix + fault.key })) };
