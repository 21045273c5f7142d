import { textKey } from '../config-keys.ts';
import { javaText } from '../java-text.ts';
import { decodeUtf8 } from '../java-utf8.ts';
import { refuse } from '../refused.ts';
import { createSchema } from '../schema.ts';
import { defineConverter } from './converter.ts';

const OPTIONAL_STRING = createSchema('STRING', { optional: true });

type Charset = {
  readonly encode: (text: string) => Buffer;
  readonly decode: (bytes: Buffer) => string;
};

/** What a charset can't say becomes a question mark, as in Java. */
const replaced = (text: string, unknown: RegExp): string => text.replace(unknown, '?');

const utf8: Charset = {
  encode: (text) => Buffer.from(text.isWellFormed() ? text : replaced(text, /\p{Cs}/gu), 'utf8'),
  decode: decodeUtf8,
};

const latin1: Charset = {
  encode: (text) => Buffer.from(replaced(text, /[^\0-\xff]/gu), 'latin1'),
  decode: (bytes) => bytes.toString('latin1'),
};

const ascii: Charset = {
  encode: (text) => Buffer.from(replaced(text, /[^\0-\x7f]/gu), 'latin1'),
  decode: (bytes) => bytes.toString('latin1').replace(/[^\0-\x7f]/g, '\ufffd'),
};

/** The charsets of which Java's names are known here, names in upper case. */
const CHARSETS: Readonly<Record<string, Charset>> = {
  'UTF-8': utf8,
  UTF8: utf8,
  'ISO-8859-1': latin1,
  ISO8859_1: latin1,
  LATIN1: latin1,
  'US-ASCII': ascii,
  ASCII: ascii,
};

const charsetOf = (name: string): Charset =>
  CHARSETS[name.toUpperCase()] ?? refuse('one of UTF-8, ISO-8859-1, US-ASCII');

export const stringConverter = defineConverter({
  className: 'org.apache.kafka.connect.storage.StringConverter',
  doc: "Text; values of other types as Java's `toString` writes them.",
  keys: {
    'converter.encoding': textKey('UTF-8', 'The character set of the text.', (name) => {
      charsetOf(name);
    }),
  },
  create: (config) => {
    const charset = charsetOf(config['converter.encoding']);
    return {
      toConnect: (bytes) => ({
        schema: OPTIONAL_STRING,
        value: bytes === null ? null : charset.decode(bytes),
      }),
      fromConnect: ({ value }) => (value === null ? null : charset.encode(javaText(value))),
    };
  },
});
