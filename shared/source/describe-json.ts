import { refuse } from '../connect/refused.ts';
import { createFields, createSchema, isSameSchema, type Schema } from '../connect/schema.ts';
import { createStruct } from '../connect/struct.ts';
import { isList, isMap, type SchemaAndValue, type Value, type ValueMap } from '../connect/value.ts';

/** What a converter of Lenses makes of JSON's types. */
export type JsonDescription = {
  /** Whether a null may stand where a text, number or boolean stands. */
  readonly optionalLeaves: boolean;
  /** The name of a struct's schema, by the MQTT topic or the field that holds it. */
  readonly structName: (name: string) => string;
};

/**
 * Parsed JSON as a Connect value with a schema that says what is in it: objects are structs, integers
 * INT64, other numbers FLOAT64, a null an optional text. Where no schema says it (a list of several
 * types), the value goes without; Lenses loses such a message.
 */
export const describeJson = (
  name: string,
  node: Value,
  description: JsonDescription,
): SchemaAndValue =>
  describe(name, node, description) ?? { schema: null, value: withFiniteNumbers(node) };

const describe = (
  name: string,
  node: Value,
  description: JsonDescription,
): SchemaAndValue | undefined => {
  if (isMap(node)) return describeObject(name, node, description);
  if (isList(node)) return describeList(name, node, description);
  return describeLeaf(node, description);
};

const describeObject = (
  name: string,
  node: ValueMap,
  description: JsonDescription,
): SchemaAndValue | undefined => {
  const members = new Map<string, SchemaAndValue>();
  for (const [key, value] of node) {
    const member = describe(String(key), value, description);
    if (member === undefined) return undefined;
    members.set(String(key), member);
  }
  const fields = createFields([...members].map(([key, { schema }]) => [key, schema ?? NULL]));
  const schema = createSchema('STRUCT', { name: description.structName(name), fields });
  const value = createStruct(schema, (field) => members.get(field.name)?.value);
  return { schema, value };
};

/** A list has the type of its first element; one of an empty list is never seen. */
const describeList = (
  name: string,
  node: readonly Value[],
  description: JsonDescription,
): SchemaAndValue | undefined => {
  const elements = node.map((element) => describe(name, element, description));
  const valueSchema = elements.length === 0 ? NULL : (elements[0]?.schema ?? null);
  if (valueSchema === null || !elements.every((element) => fits(element, valueSchema)))
    return undefined;
  return {
    schema: createSchema('ARRAY', { optional: true, valueSchema }),
    value: node.map(valueAt(elements)),
  };
};

const valueAt =
  (elements: readonly (SchemaAndValue | undefined)[]) =>
  (_: Value, at: number): Value =>
    elements[at]?.value ?? null;

const fits = (element: SchemaAndValue | undefined, schema: Schema): boolean => {
  if (element === undefined) return false;
  return element.value === null ? schema.optional : isSameSchema(element.schema, schema);
};

const NULL = createSchema('STRING', { optional: true });

const LEAVES = {
  string: 'STRING',
  bigint: 'INT64',
  number: 'FLOAT64',
  boolean: 'BOOLEAN',
} as const;

const describeLeaf = (node: Value, { optionalLeaves }: JsonDescription): SchemaAndValue => {
  if (node === null) return { schema: NULL, value: null };
  const type = LEAVES[typeof node as keyof typeof LEAVES];
  return { schema: createSchema(type, { optional: optionalLeaves }), value: finite(node) };
};

const withFiniteNumbers = (node: Value): Value => {
  if (isList(node)) return node.map(withFiniteNumbers);
  if (isMap(node)) return new Map([...node].map(([key, value]) => [key, withFiniteNumbers(value)]));
  return finite(node);
};

/** JSON has numbers that a double doesn't hold; they would become the text "Infinity". */
const finite = (node: Value): Value =>
  typeof node === 'number' && !Number.isFinite(node)
    ? refuse('A number is larger than a double can be')
    : node;
