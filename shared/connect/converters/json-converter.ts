import { booleanKey, type ConfigOf, choiceKey, intKey } from '../config-keys.ts';
import { decimalText, parseDecimal } from '../decimal.ts';
import { appendText, jsonBytes } from '../json-output.ts';
import { parseJson, parseLazily } from '../json-parse.ts';
import { readSchema, schemaJson } from '../json-schema.ts';
import { jsonToConnect, schemalessToConnect } from '../json-to-connect.ts';
import { appendJson, type JsonRules } from '../json-write.ts';
import { dateToDays, decimalToBytes, timeToMillis } from '../logical-types.ts';
import { refuse } from '../refused.ts';
import type { Schema } from '../schema.ts';
import { className, isMap, type SchemaAndValue, type Value } from '../value.ts';
import { type Converter, defineConverter } from './converter.ts';

const KEYS = {
  'schemas.enable': booleanKey(true, 'Whether each value stands in an envelope with its schema.'),
  'schemas.cache.size': intKey(1000, 'How many schemas Connect keeps; without effect here.'),
  'decimal.format': choiceKey(
    ['BASE64', 'NUMERIC'],
    'BASE64',
    'How a Decimal is written: its bytes in base64, or a number.',
    true,
  ),
  'replace.null.with.default': booleanKey(
    true,
    'Whether a null field whose schema has a default becomes that default.',
  ),
};

export const jsonConverter = defineConverter({
  className: 'org.apache.kafka.connect.json.JsonConverter',
  doc: 'JSON, with or without its schema.',
  keys: KEYS,
  create: (config): Converter => {
    const rules = jsonRules(config);
    const enveloped = config['schemas.enable'];
    const toConnect = enveloped
      ? envelopeReader(config['replace.null.with.default'])
      : (bytes: Buffer): SchemaAndValue => ({ schema: null, value: parseLazily(bytes) });
    return {
      toConnect: (bytes) => (bytes === null ? { schema: null, value: null } : toConnect(bytes)),
      fromConnect: ({ schema, value }) => {
        if (schema === null && value === null) return null;
        return jsonBytes((output) => {
          if (enveloped) appendText(output, `{"schema":${schemaJson(schema, rules)},"payload":`);
          appendJson(output, schema, value, rules);
          return enveloped ? appendText(output, '}') : output;
        });
      },
    };
  },
});

const jsonRules = (config: ConfigOf<typeof KEYS>): JsonRules => ({
  replaceNullWithDefault: config['replace.null.with.default'],
  keepsSource: false,
  decimal:
    config['decimal.format'] === 'NUMERIC'
      ? decimalText
      : (value, schema) => `"${decimalToBytes(schema, value).toString('base64')}"`,
  date: (value) => String(dateToDays(value)),
  time: (value) => String(timeToMillis(value)),
  timestamp: (value) => String(value.getTime()),
  schemaless: (value) => refuse(`${className(value)} has no schema type`),
  text: (value) =>
    value.isWellFormed() ? JSON.stringify(value) : refuse('Text with half a surrogate pair'),
  entry: ['[', ',', ']'],
});

const decimalNode = (source: string): Value =>
  parseDecimal(source) ?? refuse('A number whose exponent is too large');

/** Reads envelopes. Records of one topic repeat their schema, so the last one read is kept. */
const envelopeReader = (replaceNull: boolean): ((bytes: Buffer) => SchemaAndValue) => {
  let last: { readonly node: string; readonly schema: Schema | null } | undefined;
  return (bytes) => {
    const envelope = parseJson(bytes, decimalNode);
    const complete =
      isMap(envelope) && envelope.size === 2 && envelope.has('schema') && envelope.has('payload');
    if (!complete)
      return refuse(
        'JsonConverter with schemas.enable requires "schema" and "payload" fields and no others; ' +
          'for plain JSON set schemas.enable=false',
      );
    const schemaNode = envelope.get('schema') ?? null;
    const payload = envelope.get('payload') ?? null;
    const node = nodeText(schemaNode);
    last = last?.node === node ? last : { node, schema: readSchema(schemaNode, replaceNull) };
    const { schema } = last;
    if (schema === null) return { schema, value: schemalessToConnect(payload) };
    return { schema, value: jsonToConnect(schema, payload, replaceNull) };
  };
};

/** Equal nodes have equal texts. */
const nodeText = (node: Value): string =>
  JSON.stringify(node, (_, value: unknown) => {
    if (typeof value === 'bigint') return { integer: String(value) };
    return value instanceof Map ? [...value] : value;
  });
