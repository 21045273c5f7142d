import {
  choiceKey,
  REPLACE_NULL_WITH_DEFAULT,
  refuseKey,
  requiredList,
} from '../connect/config-keys.ts';
import { decodedPart } from '../connect/connect-record.ts';
import { copyMap } from '../connect/json-object.ts';
import { refuse } from '../connect/refused.ts';
import type { Schema } from '../connect/schema.ts';
import { createStruct, fieldReader } from '../connect/struct.ts';
import type { SchemaAndValue } from '../connect/value.ts';
import { perSchema, requireMap, requireStruct, structLike } from './requirements.ts';
import { defineSides, withPart } from './transform.ts';

/** What is left of a key or value, and what becomes headers, in the order of the fields. */
type Taken = { readonly rest: SchemaAndValue; readonly headers: readonly SchemaAndValue[] };

export const headerFrom = defineSides({
  className: 'org.apache.kafka.connect.transforms.HeaderFrom',
  doc: 'Copies or moves fields at the root to headers.',
  keys: {
    fields: requiredList('The fields.'),
    headers: requiredList("The headers' names, in the order of the fields."),
    operation: choiceKey(['move', 'copy'], undefined, 'Whether the fields are gone after that.'),
    'replace.null.with.default': REPLACE_NULL_WITH_DEFAULT,
  },
  create: ({ fields, headers, operation, ...config }, side) => {
    if (fields.length !== headers.length) refuseKey('headers', 'as many names as fields has');
    const take = taker(fields, operation === 'move', config['replace.null.with.default']);
    return (record) => {
      const data = record[side].read();
      const { rest, headers: values } = take(data);
      const changed = rest === data ? record : withPart(record, side, rest);
      const added = values.map((value, index) => ({
        key: headers[index] ?? '',
        value: decodedPart(value),
      }));
      return { ...changed, headers: [...record.headers, ...added] };
    };
  },
});

const taker = (
  fields: readonly string[],
  move: boolean,
  replaceNull: boolean,
): ((data: SchemaAndValue) => Taken) => {
  const readField = fieldReader(replaceNull);
  const reduced = perSchema((schema) =>
    structLike(
      schema,
      [...schema.fields.values()]
        .filter(({ name }) => !fields.includes(name))
        .map((field): [string, Schema] => [field.name, field.schema]),
    ),
  );
  const takeFromMap = (data: SchemaAndValue): Taken => {
    const map = requireMap(data.value, 'headers');
    const headers = fields.map((name) => ({ schema: null, value: map.get(name) ?? null }));
    if (!move) return { rest: data, headers };
    return {
      rest: {
        schema: null,
        value: copyMap(map, (key) => (fields.includes(String(key)) ? undefined : key)),
      },
      headers,
    };
  };
  return (data) => {
    const { schema } = data;
    if (schema === null) return takeFromMap(data);
    const struct = requireStruct(data.value, 'headers');
    const made = move ? reduced(schema) : schema;
    const rest = move
      ? {
          schema: made,
          value: createStruct(made, ({ name }) =>
            readField(struct, struct.schema.fields.get(name)),
          ),
        }
      : data;
    const headers = fields.map((name) => {
      const field = schema.fields.get(name);
      if (field === undefined)
        return refuse('There is no field for a header', 'NullPointerException');
      const value = readField(struct, struct.schema.fields.get(name));
      if (value === null && !field.schema.optional)
        return refuse('A header without value needs an optional schema');
      return { schema: field.schema, value };
    });
    return { rest, headers };
  };
};
