import type { ConnectRecord } from '../connect/connect-record.ts';
import { decimalToDouble } from '../connect/decimal.ts';
import { refuse } from '../connect/refused.ts';
import {
  className,
  isDecimal,
  isSmallNumber,
  type Value,
  type ValueMap,
} from '../connect/value.ts';
import { requireMap } from './requirements.ts';
import { type Transform, withPart } from './transform.ts';

/**
 * A transform of the fields of a value without schema. Fields given back as they came leave the record's
 * bytes untouched, undefined drops it; tombstones pass.
 */
export const changeFields =
  (change: (fields: ValueMap, record: ConnectRecord) => ValueMap | undefined): Transform =>
  (record) => {
    const { value } = record.value.read();
    if (value === null) return record;
    const before = requireMap(value, 'a change of fields');
    const after = change(before, record);
    if (after === before) return record;
    return after && withPart(record, 'value', { schema: null, value: after });
  };

/** A value of any number type as a number; anything else is refused. Beyond 2^53 it is not exact. */
export const asNumber = (value: Value | undefined): number => {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value !== undefined && isDecimal(value)) return decimalToDouble(value);
  if (value !== undefined && isSmallNumber(value)) return value.value;
  return refuse(`A number is needed, found ${className(value ?? null)}`);
};
