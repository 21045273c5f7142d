import { refuse } from '../refused.ts';
import { createSchema } from '../schema.ts';
import { className } from '../value.ts';
import { defineConverter } from './converter.ts';

const OPTIONAL_BYTES = createSchema('BYTES', { optional: true });

export const byteArrayConverter = defineConverter({
  className: 'org.apache.kafka.connect.converters.ByteArrayConverter',
  doc: 'Bytes as they are.',
  keys: {},
  create: () => ({
    toConnect: (value) => ({ schema: OPTIONAL_BYTES, value }),
    fromConnect: ({ schema, value }) => {
      if (schema !== null && schema.type !== 'BYTES')
        refuse(`Invalid schema type for ByteArrayConverter: ${schema.type}`);
      if (value === null || Buffer.isBuffer(value)) return value;
      return refuse(`ByteArrayConverter is not compatible with ${className(value)}`);
    },
  }),
});
