import type { FlatConfig, KeyFault, Read } from '../config-keys.ts';
import { isModuleName, type Modules, NO_MODULES } from '../modules.ts';
import { booleanConverter } from './boolean-converter.ts';
import { byteArrayConverter } from './byte-array-converter.ts';
import type { Converter, ConverterDefinition, ConverterStage } from './converter.ts';
import { readCustomConverter } from './custom-converter.ts';
import { jsonConverter } from './json-converter.ts';
import { NUMBER_CONVERTERS } from './number-converters.ts';
import { simpleHeaderConverter } from './simple-header-converter.ts';
import { stringConverter } from './string-converter.ts';

/** All converters: what runs, what is validated and what is documented come from here. */
export const CONVERTERS: readonly ConverterDefinition[] = [
  jsonConverter,
  stringConverter,
  byteArrayConverter,
  ...NUMBER_CONVERTERS,
  booleanConverter,
  simpleHeaderConverter,
];

/** Converters that files in the wild name and that can't be run here. */
const REFUSED: readonly string[] = [
  'io.confluent.connect.avro.AvroConverter',
  'io.confluent.connect.protobuf.ProtobufConverter',
  'io.confluent.connect.json.JsonSchemaConverter',
  'io.apicurio.registry.utils.converter.AvroConverter',
  'io.apicurio.registry.utils.converter.ExtJsonConverter',
];

/** The names that Connect takes for a class: in full, without package, and without its kind at the end. */
const classNames = (className: string, kind: string): readonly string[] => {
  const simple = className.slice(className.lastIndexOf('.') + 1);
  const cut = simple.lastIndexOf(kind);
  return [className, simple, ...(cut > 0 ? [simple.slice(0, cut)] : [])];
};

/** Finds a converter by a name that Connect takes, or by its module, for the place where it is to stand. */
export const findConverter = (
  name: string,
  stage: ConverterStage,
  modules: Modules = NO_MODULES,
): ConverterDefinition | undefined => {
  const found = lookUp(name, stage, modules);
  return 'value' in found ? found.value : undefined;
};

/**
 * Makes a converter of its class name and its configuration, `key.converter.` and the like taken off.
 * A class that is not here is a fault of the key "": the caller knows which key named it.
 */
export const readConverter = (
  name: string,
  config: FlatConfig,
  stage: ConverterStage,
  modules: Modules = NO_MODULES,
): Read<Converter> => {
  const found = lookUp(name, stage, modules);
  return 'value' in found ? found.value.read(config, stage) : found;
};

const lookUp = (
  name: string,
  stage: ConverterStage,
  modules: Modules,
): Read<ConverterDefinition> => {
  if (isModuleName(name)) return readCustomConverter(name, modules);
  const forHeaders = stage === 'HEADER_CONVERTER';
  const kind = forHeaders ? 'HeaderConverter' : 'Converter';
  const definition = CONVERTERS.find(
    ({ className, headersOnly }) =>
      (forHeaders || !headersOnly) && classNames(className, kind).includes(name),
  );
  return definition ? { value: definition } : { faults: [unknownClass(name, forHeaders)] };
};

const unknownClass = (name: string, forHeaders: boolean): KeyFault => {
  const names = CONVERTERS.filter(({ headersOnly }) => !headersOnly || forHeaders)
    .map(({ className }) => className.slice(className.lastIndexOf('.') + 1))
    .join(', ');
  const known = REFUSED.some((className) => classNames(className, 'Converter').includes(name));
  const expected = known
    ? `a converter that needs no schema registry (${names}), since this one can't be run`
    : `one of ${names}`;
  return { key: '', found: name, expected };
};
