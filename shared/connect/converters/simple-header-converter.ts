import { ConnectError } from '../errors.ts';
import { decodeUtf8 } from '../java-utf8.ts';
import { createSchema } from '../schema.ts';
import { parseValue } from '../values-parse.ts';
import { valuesText } from '../values-text.ts';
import { defineConverter } from './converter.ts';

const BYTES = createSchema('BYTES');

export const simpleHeaderConverter = defineConverter({
  className: 'org.apache.kafka.connect.storage.SimpleHeaderConverter',
  doc: 'Text of which the type is guessed: numbers, booleans, lists, maps, times, else the text itself.',
  keys: {},
  headersOnly: true,
  create: () => ({
    toConnect: (bytes) => {
      if (bytes === null) return { schema: null, value: null };
      try {
        return parseValue(decodeUtf8(bytes));
      } catch (error) {
        // A header whose type can't be guessed is its bytes, in Connect too; a bug is a bug.
        if (error instanceof ConnectError) return { schema: BYTES, value: bytes };
        throw error;
      }
    },
    fromConnect: ({ value }) => (value === null ? null : Buffer.from(valuesText(value), 'utf8')),
  }),
});
