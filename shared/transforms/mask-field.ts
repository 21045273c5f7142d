import { REPLACE_NULL_WITH_DEFAULT, requiredList, textKey } from '../connect/config-keys.ts';
import { decimal, parseDecimal } from '../connect/decimal.ts';
import { copyMap } from '../connect/json-object.ts';
import { refuse } from '../connect/refused.ts';
import { createStruct, fieldReader } from '../connect/struct.ts';
import {
  className,
  float32,
  int8,
  int16,
  int32,
  type Value,
  type ValueType,
  valueType,
} from '../connect/value.ts';
import { convertToNumber } from '../connect/values-convert.ts';
import { requireMap, requireStruct } from './requirements.ts';
import { definePartTransforms } from './transform.ts';

/** What stands in for a value of a type; the others can't be masked. */
const BLANKS: Partial<Readonly<Record<ValueType, Value>>> = {
  BOOLEAN: false,
  INT8: int8(0),
  INT16: int16(0),
  INT32: int32(0),
  INT64: 0n,
  FLOAT32: float32(0),
  FLOAT64: 0,
  DECIMAL: decimal(0n, 0),
  DATE: new Date(0),
  STRING: '',
  ARRAY: [],
  MAP: new Map(),
};

type Replace = (replacement: string, type: ValueType) => Value;

const toNumber: Replace = (replacement, type) =>
  type === 'INT8' ||
  type === 'INT16' ||
  type === 'INT32' ||
  type === 'INT64' ||
  type === 'FLOAT32' ||
  type === 'FLOAT64'
    ? convertToNumber(type, replacement)
    : refuse(`A ${type} can't be masked with a replacement`);

const REPLACEMENTS: Partial<Readonly<Record<ValueType, Replace>>> = {
  STRING: (replacement) => replacement,
  DECIMAL: (replacement) => parseDecimal(replacement) ?? refuse('The replacement is no number'),
};

const blank = (value: Value): Value =>
  BLANKS[valueType(value)] ?? refuse(`A ${className(value)} can't be masked`);

const replace = (value: Value, replacement: string): Value =>
  (REPLACEMENTS[valueType(value)] ?? toNumber)(replacement, valueType(value));

export const maskField = definePartTransforms({
  className: 'org.apache.kafka.connect.transforms.MaskField',
  doc: 'Puts the empty value of its type, or a replacement, in the place of fields.',
  keys: {
    fields: requiredList('Fields to mask.'),
    replacement: textKey(null, 'Text or number to put there instead.', (text) => {
      if (text === '') refuse('text that is not empty');
    }),
    'replace.null.with.default': REPLACE_NULL_WITH_DEFAULT,
  },
  create: ({ fields, replacement, ...config }) => {
    const masked = new Set(fields);
    const readField = fieldReader(config['replace.null.with.default']);
    const mask = (value: Value): Value => {
      if (value === null) return null;
      return replacement === null ? blank(value) : replace(value, replacement);
    };
    return ({ schema, value }) => {
      if (schema === null) {
        const map = copyMap(requireMap(value, 'masking'));
        for (const name of masked) map.set(name, mask(map.get(name) ?? null));
        return { schema, value: map };
      }
      const struct = requireStruct(value, 'masking');
      const changed = createStruct(struct.schema, (field) => {
        const original = readField(struct, field);
        return masked.has(field.name) ? mask(original) : original;
      });
      return { schema, value: changed };
    };
  },
});
