import {
  nodeElements,
  nodeToBytes,
  nodeToDecimal,
  nodeToDouble,
  nodeToFloat,
  nodeToInt,
  nodeToLong,
} from './json-coerce.ts';
import {
  DATE,
  DECIMAL,
  dateFromDays,
  decimalFromBytes,
  TIME,
  TIMESTAMP,
  timeFromMillis,
  timestampFromMillis,
} from './logical-types.ts';
import { refuse } from './refused.ts';
import type { Schema } from './schema.ts';
import { createStruct } from './struct.ts';
import {
  className,
  float32,
  int8,
  int16,
  int32,
  isDecimal,
  isList,
  isMap,
  isSameValue,
  type Value,
} from './value.ts';

type Reader = (schema: Schema, node: Value, replaceNull: boolean) => Value;

/** The value of parsed JSON by its schema, as Connect's JsonConverter reads it. */
export const jsonToConnect: Reader = (schema, node, replaceNull) => {
  if (node === null) return nullValue(schema, replaceNull);
  const logical = schema.name === null ? undefined : LOGICAL.get(schema.name);
  return (logical ?? TYPED[schema.type])(schema, node, replaceNull);
};

/** The same of JSON without schema, in which numbers with a fraction are Decimals until here. */
export const schemalessToConnect = (node: Value): Value => {
  if (isDecimal(node)) return nodeToDouble(node);
  if (isList(node)) return node.map(schemalessToConnect);
  if (!isMap(node)) return node;
  return new Map([...node].map(([key, value]) => [key, schemalessToConnect(value)]));
};

const nullValue = (schema: Schema, replaceNull: boolean): Value => {
  if (schema.defaultValue !== null && replaceNull) return schema.defaultValue;
  return schema.optional ? null : refuse(`Invalid null value for required ${schema.type} field`);
};

const readMap: Reader = ({ keySchema, valueSchema }, node, replaceNull) => {
  if (keySchema === null || valueSchema === null)
    return refuse('Map schema without keys or values');
  return keySchema.type === 'STRING'
    ? readObject(valueSchema, node, replaceNull)
    : readPairs({ keySchema, valueSchema }, node, replaceNull);
};

/** A map with keys of text is an object. */
const readObject: Reader = (valueSchema, node, replaceNull) => {
  if (!isMap(node)) return refuse(`Map with string keys must be an object: ${className(node)}`);
  const map = new Map<Value, Value>();
  for (const [key, value] of node) map.set(key, jsonToConnect(valueSchema, value, replaceNull));
  return map;
};

type EntrySchemas = { readonly keySchema: Schema; readonly valueSchema: Schema };

/** Of two keys that are equal in Java's sense the first one stays, with the last one's value. */
const readPairs = (
  { keySchema, valueSchema }: EntrySchemas,
  node: Value,
  replaceNull: boolean,
): Value => {
  if (!isList(node)) return refuse(`Map must be an array of pairs: ${className(node)}`);
  const map = new Map<Value, Value>();
  for (const pair of node) {
    if (!isList(pair) || pair.length !== 2) return refuse('Map entry is not an array of two');
    const key = jsonToConnect(keySchema, pair[0] ?? null, replaceNull);
    const known = [...map.keys()].find((other) => isSameValue(key, other, () => false));
    map.set(known ?? key, jsonToConnect(valueSchema, pair[1] ?? null, replaceNull));
  }
  return map;
};

const readStruct: Reader = (schema, node, replaceNull) =>
  isMap(node)
    ? createStruct(schema, (field) =>
        jsonToConnect(field.schema, node.get(field.name) ?? null, replaceNull),
      )
    : refuse(`Struct must be an object: ${className(node)}`);

const readList: Reader = ({ valueSchema }, node, replaceNull) =>
  valueSchema === null
    ? refuse('Array schema without items')
    : nodeElements(node).map((element) => jsonToConnect(valueSchema, element, replaceNull));

const TYPED: Readonly<Record<Schema['type'], Reader>> = {
  BOOLEAN: (_, node) => node === true,
  INT8: (_, node) => int8(nodeToInt(node, 8)),
  INT16: (_, node) => int16(nodeToInt(node, 16)),
  INT32: (_, node) => int32(nodeToInt(node, 32)),
  INT64: (_, node) => nodeToLong(node),
  FLOAT32: (_, node) => float32(nodeToFloat(node)),
  FLOAT64: (_, node) => nodeToDouble(node),
  BYTES: (_, node) => nodeToBytes(node),
  STRING: (_, node) => (typeof node === 'string' ? node : null),
  ARRAY: readList,
  MAP: readMap,
  STRUCT: readStruct,
};

/** An integer of 32 bits: what Jackson calls an int. */
const requireInt = (name: string, node: Value): number =>
  typeof node === 'bigint' && BigInt.asIntN(32, node) === node
    ? Number(node)
    : refuse(`Invalid type for ${name}, an integer is expected: ${className(node)}`);

const LOGICAL: ReadonlyMap<string, Reader> = new Map(
  Object.entries<Reader>({
    [DECIMAL]: (schema, node) => {
      const number = nodeToDecimal(node);
      if (number !== undefined) return number;
      const bytes = nodeToBytes(node);
      return bytes === null
        ? refuse(`Invalid type for Decimal, a number or text is expected: ${className(node)}`)
        : decimalFromBytes(schema, bytes);
    },
    [DATE]: (_, node) => dateFromDays(requireInt('Date', node)),
    [TIME]: (_, node) => timeFromMillis(requireInt('Time', node)),
    [TIMESTAMP]: (_, node) =>
      typeof node === 'bigint'
        ? timestampFromMillis(nodeToLong(node))
        : refuse(`Invalid type for Timestamp, an integer is expected: ${className(node)}`),
  }),
);
