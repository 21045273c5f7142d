import { javaText } from '../connect/java-text.ts';
import { refuse } from '../connect/refused.ts';
import { isList, isMap, type Value } from '../connect/value.ts';

/** What `WITHKEY` says: fields by their paths, and what stands between their values. */
export type FieldKey = { readonly paths: readonly string[]; readonly delimiter: string };

/**
 * The values of fields, as Java writes them, joined (Lenses' `KeyExtractor`). A field that is missing, or
 * that is an object or a list, is refused; one that is null is `refused`, or `omitted` with its delimiter.
 */
export const keyOfFields = (
  node: Value,
  { paths, delimiter }: FieldKey,
  nulls: 'refused' | 'omitted',
): string =>
  paths
    .map((path) => ({ path, value: fieldAt(node, path) }))
    .filter(({ path, value }) => !isOmitted(path, value, nulls))
    .map(({ value }) => (value === null ? '' : javaText(value)))
    .join(delimiter);

const isOmitted = (path: string, value: Value, nulls: 'refused' | 'omitted'): boolean =>
  value === null && (nulls === 'omitted' || refuse(`The field ${path} of WITHKEY is null`));

/** The text, number or boolean at a path. */
const fieldAt = (root: Value, path: string): Value => {
  const value = path.split('.').reduce<Value>((node, name) => memberOf(node, name, path), root);
  return isMap(value) || isList(value)
    ? refuse(`The field ${path} of WITHKEY is an object or a list`)
    : value;
};

const memberOf = (node: Value, name: string, path: string): Value => {
  const member = isMap(node) ? node.get(name) : undefined;
  return member === undefined ? refuse(`The field ${path} of WITHKEY is missing`) : member;
};
