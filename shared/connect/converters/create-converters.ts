import type { FlatConfig } from '../config-keys.ts';
import type { Converters } from '../connect-record.ts';
import { ConnectError } from '../errors.ts';
import type { Modules } from '../modules.ts';
import type { Converter, ConverterStage } from './converter.ts';
import { readConverter } from './converters.ts';

/** A converter by its class, and its configuration, prefix taken off. */
type Plugin = { readonly className: string; readonly config: FlatConfig };

/** Makes a connector's converters of configuration that has been checked. */
export const createConverters = (
  { key, value, header }: Readonly<Record<'key' | 'value' | 'header', Plugin>>,
  modules: Modules,
): Converters => ({
  key: create(key, 'KEY_CONVERTER', modules),
  value: create(value, 'VALUE_CONVERTER', modules),
  header: create(header, 'HEADER_CONVERTER', modules),
});

const create = (
  { className, config }: Plugin,
  stage: ConverterStage,
  modules: Modules,
): Converter => {
  const read = readConverter(className, config, stage, modules);
  if ('value' in read) return read.value;
  throw new ConnectError(`${className} was not checked before it was made`);
};
