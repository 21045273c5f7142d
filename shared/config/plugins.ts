import type { ConfigKeys, Read } from '../connect/config-keys.ts';
import type { ConverterStage } from '../connect/converters/converter.ts';
import { CONVERTERS, findConverter, readConverter } from '../connect/converters/converters.ts';
import type { Modules } from '../connect/modules.ts';
import { nearMiss } from '../connect/near-miss.ts';
import {
  findPredicate,
  findTransform,
  readTransforms,
  TRANSFORM_KEYS,
} from '../transforms/create-transforms.ts';
import type { Connector, Converters, Plugin } from './connector.ts';
import { type Entries, textsOf, withoutPrefix } from './entries.ts';
import type { Report } from './report.ts';

type ConverterKey = 'key.converter' | 'value.converter' | 'header.converter';

const STAGES: Readonly<Record<ConverterKey, ConverterStage>> = {
  'key.converter': 'KEY_CONVERTER',
  'value.converter': 'VALUE_CONVERTER',
  'header.converter': 'HEADER_CONVERTER',
};

/** Where neither file names one: what the shipped files name, which is also what leaves bytes as they are. */
const DEFAULTS: Readonly<Record<ConverterKey, string>> = {
  'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
  'value.converter': 'org.apache.kafka.connect.converters.ByteArrayConverter',
  'header.converter': 'org.apache.kafka.connect.storage.SimpleHeaderConverter',
};

const OF_CONNECT = new Set(['plugin.version']);

/** The settings of a connector with the worker's where it has none; a converter's settings stay together. */
export const withWorker = (own: Entries, worker: Entries, report: Report): Entries => {
  const inheriting = CONVERTER_KEYS.filter((key) => !own.has(key));
  const orphans = new Set(inheriting.flatMap((key) => groupOf(own, key)));
  for (const name of orphans)
    report.warning(name, {
      expected: 'its converter beside it: without it Connect reads nothing of this',
    });
  const inherited = [...worker].filter(
    ([name]) =>
      name.startsWith('errors.') ||
      name === 'topic.creation.enable' ||
      inheriting.some((key) => name === key || name.startsWith(`${key}.`)),
  );
  return new Map([...inherited, ...[...own].filter(([name]) => !orphans.has(name))]);
};

const CONVERTER_KEYS = Object.keys(STAGES) as readonly ConverterKey[];

const groupOf = (entries: Entries, key: ConverterKey): readonly string[] =>
  [...entries.keys()].filter(
    (name) => name.startsWith(`${key}.`) && !OF_CONNECT.has(name.slice(key.length + 1)),
  );

/** The converters of a connector; what is wrong with a class or its configuration goes to the report. */
export const readConverters = (entries: Entries, modules: Modules, report: Report): Converters => {
  const read = (key: ConverterKey): Plugin => readOne(key, entries, modules, report);
  return {
    key: read('key.converter'),
    value: read('value.converter'),
    header: read('header.converter'),
  };
};

const readOne = (key: ConverterKey, entries: Entries, modules: Modules, report: Report): Plugin => {
  const name = entries.get(key)?.text.trim() || DEFAULTS[key];
  const own = new Map(
    [...withoutPrefix(entries, `${key}.`)].filter(([rest]) => !OF_CONNECT.has(rest)),
  );
  const config = textsOf(own);
  const read = readConverter(name, config, STAGES[key], modules);
  if ('faults' in read)
    for (const { key: rest, ...fault } of read.faults)
      report.error(rest === '' ? key : `${key}.${rest}`, fault);
  const definition = findConverter(name, STAGES[key], modules);
  if (definition) checkNames(`${key}.`, own, { ...OF_ANY_CONVERTER, ...definition.keys }, report);
  return { className: definition?.className ?? name, config };
};

/** `schemas.enable` stands beside every converter in the wild: one that does not read it is not confused. */
const OF_ANY_CONVERTER: ConfigKeys = Object.assign({}, ...CONVERTERS.map(({ keys }) => keys));

/** Refuses near misses of a plugin's keys, and warns of others that it does not read. */
const checkNames = (prefix: string, own: Entries, keys: ConfigKeys, report: Report): void => {
  for (const rest of own.keys()) {
    if (Object.hasOwn(keys, rest)) continue;
    const near = nearMiss(rest, Object.keys(keys));
    if (near === undefined) report.loss(prefix + rest, { expected: 'a key that is read' });
    else report.error(prefix + rest, { expected: 'a key that is read', suggestion: prefix + near });
  }
};

/** What stands under `transforms` and `predicates`, checked. */
export const readTransformSettings = (
  entries: Entries,
  modules: Modules,
  report: Report,
): Connector['transforms'] => {
  const own = new Map([...entries].filter(([key]) => /^(transforms|predicates)(\.|$)/.test(key)));
  const config = textsOf(own);
  // The clock is not looked at before a record comes.
  const read = readTransforms(config, { now: () => 0 }, modules);
  if ('faults' in read) for (const { key, ...fault } of read.faults) report.error(key, fault);
  checkAliases('transforms', (type) => keysOf(findTransform(type, modules)), own, report);
  checkAliases('predicates', (type) => keysOf(findPredicate(type, modules)), own, report);
  return config;
};

/** Undefined where nothing of the name is there, which is said elsewhere. */
const keysOf = (found: Read<{ readonly keys: ConfigKeys }>): ConfigKeys | undefined =>
  'value' in found ? found.value.keys : undefined;

const COMMON: Readonly<Record<'transforms' | 'predicates', ConfigKeys>> = {
  transforms: TRANSFORM_KEYS,
  predicates: {},
};

const checkAliases = (
  list: 'transforms' | 'predicates',
  keysOfType: (type: string | undefined) => ConfigKeys | undefined,
  entries: Entries,
  report: Report,
): void => {
  const listed = (entries.get(list)?.text ?? '').split(',').map((alias) => alias.trim());
  const byAlias = Map.groupBy(
    withoutPrefix(entries, `${list}.`),
    ([key]) => key.split('.')[0] ?? '',
  );
  for (const [alias, group] of byAlias) {
    const prefix = `${list}.${alias}.`;
    const own = withoutPrefix(new Map(group), `${alias}.`);
    if (!listed.includes(alias))
      for (const rest of own.keys())
        report.loss(prefix + rest, { expected: `an alias that ${list} lists` });
    const keys = keysOfType(own.get('type')?.text);
    const others = new Map([...own].filter(([rest]) => rest !== 'type'));
    if (keys) checkNames(prefix, others, { ...keys, ...COMMON[list] }, report);
  }
};
