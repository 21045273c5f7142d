import { textKey } from '../connect/config-keys.ts';
import { refuse } from '../connect/refused.ts';
import { createSchema, type Field, type Schema, schemaBasics } from '../connect/schema.ts';
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
import { byPresenceOfSchema, definePartTransforms } from './transform.ts';

/** Names a nested field. */
type Join = (prefix: string, name: string) => string;

export const flatten = definePartTransforms({
  className: 'org.apache.kafka.connect.transforms.Flatten',
  doc: 'Makes fields of nested structs or maps fields of the root, their names joined; arrays stay.',
  keys: { delimiter: textKey('.', 'What stands between the names.') },
  create: ({ delimiter }) => {
    const join: Join = (prefix, name) => (prefix === '' ? name : prefix + delimiter + name);
    const flattened = perSchema((schema) => flatSchema(schema, join));
    return byPresenceOfSchema({
      applySchemaless: (value) => {
        const map = new Map<Value, Value>();
        flattenMap(requireMap(value, 'flattening'), '', join, map);
        return map;
      },
      applyWithSchema: (schema, value) => {
        const struct = requireStruct(value, 'flattening');
        const made = flattened(schema);
        const values = new Map<string, Value>();
        flattenStruct(struct, '', join, values);
        return { schema: made, value: createStruct(made, ({ name }) => values.get(name)) };
      },
    });
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

/** What the structs around a field say of it. */
type Around = {
  readonly prefix: string;
  readonly optional: boolean;
  /** The default of the struct next to it. */
  readonly parent: Struct | null;
};

const flatSchema = (schema: Schema, join: Join): Schema => {
  const { optional, defaultValue } = schema;
  const root = { prefix: '', optional, parent: structOrNull(defaultValue) };
  return structLike(schema, flatFields(schema, root, join));
};

const structOrNull = (value: Value): Struct | null => (isStruct(value) ? value : null);

type NamedSchema = readonly [name: string, schema: Schema];

const flatFields = (schema: Schema, around: Around, join: Join): readonly NamedSchema[] =>
  [...requireFields(schema).values()].flatMap((field): readonly NamedSchema[] => {
    const prefix = join(around.prefix, field.name);
    const optional = around.optional || field.schema.optional;
    const defaultValue = field.schema.defaultValue ?? inherited(field, around.parent);
    if (field.schema.type === 'MAP') refuse('Flattening does not support maps with schema');
    return field.schema.type === 'STRUCT'
      ? flatFields(field.schema, { prefix, optional, parent: structOrNull(defaultValue) }, join)
      : [[prefix, leafSchema(field.schema, optional, defaultValue)]];
  });

const inherited = (field: Field, parent: Struct | null): Value =>
  parent === null ? null : fieldValueOrDefault(parent, field);

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
