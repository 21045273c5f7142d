import { REPLACE_NULL_WITH_DEFAULT, requiredList } from '../connect/config-keys.ts';
import { javaTrim } from '../connect/java-number.ts';
import { copyMap } from '../connect/json-object.ts';
import { refuse } from '../connect/refused.ts';
import { createSchema, type Schema, schemaBasics } from '../connect/schema.ts';
import { createStruct, fieldReader, type fieldValue, validateValue } from '../connect/struct.ts';
import { CAST_TYPES, type CastType, castValue } from './cast-value.ts';
import {
  perSchema,
  requireFields,
  requireMap,
  requireStruct,
  splitBy,
  structLike,
} from './requirements.ts';
import { byPresenceOfSchema, definePartTransforms, type PartTransform } from './transform.ts';

/** Types of fields, or one of the whole. */
type Spec = {
  readonly whole: CastType | undefined;
  readonly fields: ReadonlyMap<string, CastType>;
};

const EXPECTED = `field:type by commas, or a single type; types are ${CAST_TYPES.join(', ').toLowerCase()}`;

const castType = (text: string): CastType => {
  const name = javaTrim(text).toUpperCase();
  return CAST_TYPES.find((type) => type === name) ?? refuse(EXPECTED);
};

const parseSpec = (spec: readonly string[]): Spec => {
  const fields = new Map<string, CastType>();
  let whole: CastType | undefined;
  for (const cast of spec) {
    const [first = '', second, more] = splitBy(cast, ':');
    if (more !== undefined) refuse(EXPECTED);
    if (second === undefined) whole = castType(first);
    else fields.set(javaTrim(first), castType(second));
  }
  return whole !== undefined && spec.length > 1 ? refuse(EXPECTED) : { whole, fields };
};

export const cast = definePartTransforms({
  className: 'org.apache.kafka.connect.transforms.Cast',
  doc: 'Casts fields at the root, or the whole, to another type.',
  keys: {
    spec: requiredList(`What to cast: ${EXPECTED}.`, (spec) => {
      parseSpec(spec);
    }),
    'replace.null.with.default': REPLACE_NULL_WITH_DEFAULT,
  },
  create: (config) => {
    const { whole, fields } = parseSpec(config.spec);
    return whole === undefined
      ? castFields(fields, fieldReader(config['replace.null.with.default']))
      : castWhole(whole);
  },
});

const castWhole = (type: CastType): PartTransform => {
  const castSchema = perSchema((schema) => wholeSchema(schema, type));
  return byPresenceOfSchema({
    applySchemaless: (value) => castValue(null, value, type),
    applyWithSchema: (schema, value) => ({
      schema: castSchema(schema),
      value: castValue(schema, value, type),
    }),
  });
};

const castFields = (
  casts: ReadonlyMap<string, CastType>,
  readField: typeof fieldValue,
): PartTransform => {
  const castSchema = perSchema((schema) => fieldsSchema(schema, casts));
  return byPresenceOfSchema({
    applySchemaless: (value) => {
      const map = copyMap(requireMap(value, 'casting'));
      for (const [name, type] of casts) map.set(name, castValue(null, map.get(name) ?? null, type));
      return map;
    },
    applyWithSchema: (schema, value) => {
      const made = castSchema(schema);
      const struct = requireStruct(value, 'casting');
      const changed = createStruct(made, (field) => {
        const original = struct.schema.fields.get(field.name);
        const type = casts.get(field.name);
        const before = readField(struct, original);
        return type === undefined ? before : castValue(original?.schema ?? null, before, type);
      });
      return { schema: made, value: changed };
    },
  });
};

/** Keeps a logical type's name, as upstream does, though the type is another then. */
const wholeSchema = (schema: Schema, type: CastType): Schema =>
  withCastDefault(
    schema,
    type,
    createSchema(type, { ...schemaBasics(schema), optional: schema.optional }),
  );

const fieldsSchema = (schema: Schema, casts: ReadonlyMap<string, CastType>): Schema => {
  const fields = [...requireFields(schema).values()].map((field): [string, Schema] => {
    const type = casts.get(field.name);
    return [field.name, type === undefined ? field.schema : fieldSchema(field.schema, type)];
  });
  if (schema.defaultValue !== null) refuse('Cast does not support the default of a struct');
  return structLike(schema, fields, { optional: schema.optional });
};

const fieldSchema = (schema: Schema, type: CastType): Schema =>
  withCastDefault(schema, type, createSchema(type, { optional: schema.optional }));

const withCastDefault = (original: Schema, type: CastType, made: Schema): Schema => {
  if (original.defaultValue === null) return made;
  const defaultValue = castValue(original, original.defaultValue, type);
  validateValue(made, defaultValue, 'default');
  return { ...made, defaultValue };
};
