import type { ConfigKeys, ConfigOf, FlatConfig, Read } from '../config-keys.ts';
import type { Stage } from '../errors.ts';
import { readChecked, readConfig } from '../read-config.ts';
import { atStage } from '../refused.ts';
import type { SchemaAndValue } from '../value.ts';

/** Bytes to a value and back, for keys, values or headers. What can't be converted is a `DataError`. */
export type Converter = {
  readonly toConnect: (bytes: Buffer | null) => SchemaAndValue;
  readonly fromConnect: (data: SchemaAndValue) => Buffer | null;
};

/** Where a converter stands. */
export type ConverterStage = Extract<
  Stage,
  'KEY_CONVERTER' | 'VALUE_CONVERTER' | 'HEADER_CONVERTER'
>;

/** A row of the table of converters. */
export type ConverterDefinition = {
  readonly className: string;
  readonly doc: string;
  readonly keys: ConfigKeys;
  /** Only `SimpleHeaderConverter` converts headers and nothing else. */
  readonly headersOnly: boolean;
  readonly read: (config: FlatConfig, stage: ConverterStage) => Read<Converter>;
};

/** Makes a row of a class name, its keys, and a factory that may throw `RefusedError`, as may what it makes. */
export const defineConverter = <K extends ConfigKeys>({
  className,
  doc,
  keys,
  headersOnly = false,
  create,
}: {
  readonly className: string;
  readonly doc: string;
  readonly keys: K;
  readonly headersOnly?: boolean;
  readonly create: (config: ConfigOf<K>) => Converter;
}): ConverterDefinition => ({
  className,
  doc,
  keys,
  headersOnly,
  read: (given, stage) =>
    readChecked(() => {
      const config = readConfig(keys, given);
      if ('faults' in config) return config;
      return { value: staged(create(config.value), stage, className) };
    }, ''),
});

const staged = (converter: Converter, stage: ConverterStage, className: string): Converter => ({
  toConnect: (bytes) => atStage(stage, className, () => converter.toConnect(bytes)),
  fromConnect: (data) => atStage(stage, className, () => converter.fromConnect(data)),
});
