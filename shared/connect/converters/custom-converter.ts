import { checkValue } from '../check-value.ts';
import type { Read } from '../config-keys.ts';
import { acceptFunction, atCustomStage, createCustom, readExport } from '../custom.ts';
import type { Modules } from '../modules.ts';
import { refuse } from '../refused.ts';
import type { Converter, ConverterDefinition, ConverterStage } from './converter.ts';

/** The converter that a module exports, as a row beside those of the table. */
export const readCustomConverter = (name: string, modules: Modules): Read<ConverterDefinition> => {
  const read = readExport(name, 'converter', modules, '');
  if ('faults' in read) return read;
  const { keys } = read.value;
  return {
    value: {
      className: name,
      doc: '',
      keys,
      headersOnly: false,
      read: (given, stage) =>
        createCustom(read.value, given, { key: '', name }, (made) =>
          guarded(acceptConverter(made), stage, name),
        ),
    },
  };
};

const acceptConverter = (made: unknown): Converter => {
  const { toConnect, fromConnect } = Object(made) as Readonly<Record<string, unknown>>;
  acceptFunction(toConnect, 'toConnect: (bytes) => ({ schema, value })');
  acceptFunction(fromConnect, 'fromConnect: ({ schema, value }) => bytes');
  // Both are functions, as was just looked at; what they give is looked at when they give it.
  return made as Converter;
};

const guarded = (converter: Converter, stage: ConverterStage, name: string): Converter => ({
  toConnect: (bytes) =>
    atCustomStage({ stage, name, run: () => converter.toConnect(bytes), check: checkValue }),
  fromConnect: (data) =>
    atCustomStage({ stage, name, run: () => converter.fromConnect(data), check: checkBytes }),
});

const checkBytes = (bytes: unknown): void => {
  if (bytes !== null && !Buffer.isBuffer(bytes)) refuse('It gave neither a Buffer nor null');
};
