import { REPLACE_NULL_WITH_DEFAULT, requiredList } from '../connect/config-keys.ts';
import { refuse } from '../connect/refused.ts';
import { createSchema, type Schema } from '../connect/schema.ts';
import { createStruct, fieldReader } from '../connect/struct.ts';
import type { Value } from '../connect/value.ts';
import { perSchema, requireMap, requireStruct, structLike } from './requirements.ts';
import { defineTransform, withPart } from './transform.ts';

const NO_BASICS = createSchema('STRUCT');

export const valueToKey = defineTransform({
  className: 'org.apache.kafka.connect.transforms.ValueToKey',
  doc: 'Makes the key of fields of the value.',
  keys: {
    fields: requiredList('Fields of the value.'),
    'replace.null.with.default': REPLACE_NULL_WITH_DEFAULT,
  },
  create: ({ fields, ...config }) => {
    const readField = fieldReader(config['replace.null.with.default']);
    const keySchema = perSchema((schema) =>
      structLike(
        NO_BASICS,
        fields.map((name): [string, Schema] => [
          name,
          schema.fields.get(name)?.schema ?? refuse(`The value has no field ${name}`),
        ]),
      ),
    );
    return (record) => {
      const { schema, value } = record.value.read();
      if (schema === null) {
        const map = requireMap(value, 'copying fields from value to key');
        const key = new Map<Value, Value>(fields.map((name) => [name, map.get(name) ?? null]));
        return withPart(record, 'key', { schema: null, value: key });
      }
      const struct = requireStruct(value, 'copying fields from value to key');
      const made = keySchema(struct.schema);
      const key = createStruct(made, ({ name }) =>
        readField(struct, struct.schema.fields.get(name)),
      );
      return withPart(record, 'key', { schema: made, value: key });
    };
  },
});
