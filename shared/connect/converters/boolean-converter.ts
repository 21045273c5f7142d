import { refuse } from '../refused.ts';
import { createSchema } from '../schema.ts';
import { className } from '../value.ts';
import { defineConverter } from './converter.ts';

const OPTIONAL_BOOLEAN = createSchema('BOOLEAN', { optional: true });

const readBoolean = (bytes: Buffer): boolean => {
  if (bytes.length !== 1) refuse('Size of the bytes is not 1, which BooleanConverter takes');
  const [byte] = bytes;
  return byte === 0 || byte === 1 ? byte === 1 : refuse('A byte that is neither 0 nor 1');
};

export const booleanConverter = defineConverter({
  className: 'org.apache.kafka.connect.converters.BooleanConverter',
  doc: 'One byte, 1 or 0.',
  keys: {},
  create: () => ({
    toConnect: (bytes) => ({
      schema: OPTIONAL_BOOLEAN,
      value: bytes === null ? null : readBoolean(bytes),
    }),
    fromConnect: ({ schema, value }) => {
      if (schema !== null && schema.type !== 'BOOLEAN')
        refuse(`Invalid schema type for BooleanConverter: ${schema.type}`);
      if (value === null) return null;
      if (typeof value !== 'boolean')
        return refuse(`BooleanConverter is not compatible with ${className(value)}`);
      return Buffer.from([value ? 1 : 0]);
    },
  }),
});
