/** What a module of a user's own imports, as `connectless`: a transform, predicate or converter is made of it. */

import type { ConfigKeys } from './connect/config-keys.ts';
import type { Converter } from './connect/converters/converter.ts';
import type { Custom } from './connect/custom.ts';
import type { Predicate } from './transforms/predicates/predicate.ts';
import type { Transform } from './transforms/transform.ts';

/** To be exported as `transform`; `create` gives `(record) => record`, and undefined drops the record. */
export const defineTransform = <K extends ConfigKeys>(
  definition: Custom<K, Transform>,
): Custom<K, Transform> => definition;

/** To be exported as `predicate`; `create` gives `(record) => true or false`. */
export const definePredicate = <K extends ConfigKeys>(
  definition: Custom<K, Predicate>,
): Custom<K, Predicate> => definition;

/** To be exported as `converter`; `create` gives what makes values of bytes and bytes of values. */
export const defineConverter = <K extends ConfigKeys>(
  definition: Custom<K, Converter>,
): Custom<K, Converter> => definition;

// biome-ignore lint/performance/noBarrelFile: one door, whatever lies where behind it
export {
  booleanKey,
  choiceKey,
  intKey,
  listKey,
  longKey,
  passwordKey,
  refuseKey,
  requiredList,
  requiredText,
  textKey,
} from './connect/config-keys.ts';
export { type ConnectHeader, type ConnectRecord, decodedPart } from './connect/connect-record.ts';
export type { Converter } from './connect/converters/converter.ts';
export { refuse } from './connect/refused.ts';
export { createFields, createSchema, type Schema } from './connect/schema.ts';
export { createStruct } from './connect/struct.ts';
export {
  float32,
  int8,
  int16,
  int32,
  isDecimal,
  isList,
  isMap,
  isStruct,
  type SchemaAndValue,
  type Struct,
  type Value,
  type ValueMap,
} from './connect/value.ts';
export { asNumber, changeFields } from './transforms/change-fields.ts';
export type { Predicate } from './transforms/predicates/predicate.ts';
export { type Transform, withPart } from './transforms/transform.ts';
