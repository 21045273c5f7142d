import { textKey } from '../connect/config-keys.ts';
import { refuse } from '../connect/refused.ts';
import { createSchema, type Schema, schemaBasics } from '../connect/schema.ts';
import { createStruct, fieldValue, fieldValueOrDefault, validateValue } from '../connect/struct.ts';
import {
  className,
  isMap,
  isStruct,
  type Struct,
  schemaTypeOf,
  type Value,
  type ValueMap,
} from '../connect/value.ts';
import { perSchema, requireFields, requireMap, requireStruct, structLike } from './requirements.ts';
import { definePartTransforms } from './transform.ts';

/** Names a nested field. */
type Join = (prefix: string, name: string) => string;

export const flatten = definePartTransforms({
  className: 'org.apache.kafka.connect.transforms.Flatten',
  doc: 'Makes fields of nested structs or maps fields of the root, their names joined; arrays stay.',
  keys: { delimiter: textKey('.', 'What stands between the names.') },
  create: ({ delimiter }) => {
    const join: Join = (prefix, name) => (prefix === '' ? name : prefix + delimiter + name);
    const flattened = perSchema((schema) => flatSchema(schema, join));
    return (data) => {
      if (data.value === null) return data;
      if (data.schema === null) {
        const map = new Map<Value, Value>();
        flattenMap(requireMap(data.value, 'flattening'), '', join, map);
        return { schema: null, value: map };
      }
      const struct = requireStruct(data.value, 'flattening');
      const schema = flattened(data.schema);
      const values = new Map<string, Value>();
      flattenStruct(struct, '', join, values);
      return { schema, value: createStruct(schema, ({ name }) => values.get(name)) };
    };
  },
});

const flattenMap = (map: ValueMap, prefix: string, join: Join, into: Map<Value, Value>): void => {
  for (const [key, value] of map) {
    const name = join(prefix, String(key));
    if (isMap(value)) flattenMap(value, name, join, into);
    else if (value === null || isLeaf(value)) into.set(name, value);
    else refuse(`Flattening does not support a ${className(value)} without schema`);
  }
};

const isLeaf = (value: Value): boolean => {
  const type = schemaTypeOf(value);
  return type !== undefined && type !== 'STRUCT';
};

const flatSchema = (schema: Schema, join: Join): Schema => {
  const fields: [string, Schema][] = [];
  const collect = (nested: Schema, prefix: string, optional: boolean, parent: Struct | null) => {
    for (const field of requireFields(nested).values()) {
      const name = join(prefix, field.name);
      const isOptional = optional || field.schema.optional;
      const inherited = parent === null ? null : fieldValueOrDefault(parent, field);
      const defaultValue = field.schema.defaultValue ?? inherited;
      if (field.schema.type === 'MAP') refuse('Flattening does not support maps with schema');
      if (field.schema.type === 'STRUCT')
        collect(field.schema, name, isOptional, isStruct(defaultValue) ? defaultValue : null);
      else fields.push([name, leafSchema(field.schema, isOptional, defaultValue)]);
    }
  };
  collect(schema, '', schema.optional, isStruct(schema.defaultValue) ? schema.defaultValue : null);
  return structLike(schema, fields);
};

/** A field is optional or has a default also where that comes from the structs around it. */
const leafSchema = (schema: Schema, optional: boolean, defaultValue: Value): Schema => {
  const { type, valueSchema } = schema;
  const flat = createSchema(type, { ...schemaBasics(schema), valueSchema, optional, defaultValue });
  if (defaultValue !== null) validateValue(flat, defaultValue, 'default');
  return flat;
};

/** What lies in a struct that is null stays unset. */
const flattenStruct = (
  struct: Struct,
  prefix: string,
  join: Join,
  into: Map<string, Value>,
): void => {
  for (const field of struct.schema.fields.values()) {
    const name = join(prefix, field.name);
    if (field.schema.type === 'STRUCT') {
      const nested = fieldValue(struct, field);
      if (isStruct(nested)) flattenStruct(nested, name, join, into);
    } else into.set(name, fieldValueOrDefault(struct, field));
  }
};
