import { decimal, unscaledBytes, unscaledFrom } from './decimal.ts';
import { refuse } from './refused.ts';
import { createSchema, type Schema } from './schema.ts';
import type { Decimal } from './value.ts';

export const DAY = 86_400_000;

const NAMES = 'org.apache.kafka.connect.data.';
export const DECIMAL = `${NAMES}Decimal`;
export const DATE = `${NAMES}Date`;
export const TIME = `${NAMES}Time`;
export const TIMESTAMP = `${NAMES}Timestamp`;

export const dateSchema = (optional = false): Schema =>
  createSchema('INT32', { name: DATE, version: 1, optional });
export const timeSchema = (optional = false): Schema =>
  createSchema('INT32', { name: TIME, version: 1, optional });
export const timestampSchema = (optional = false): Schema =>
  createSchema('INT64', { name: TIMESTAMP, version: 1, optional });
export const decimalSchema = (scale: number): Schema =>
  createSchema('BYTES', {
    name: DECIMAL,
    version: 1,
    parameters: new Map([['scale', String(scale)]]),
  });

/** Days since the epoch of a Date, which must be a day's first moment. */
export const dateToDays = (value: Date): number =>
  value.getTime() % DAY === 0
    ? Math.trunc(value.getTime() / DAY)
    : refuse('A Connect Date has no time of day');

export const dateFromDays = (days: number): Date => timestampFromMillis(days * DAY);

/** Milliseconds since midnight of a Time. */
export const timeToMillis = (value: Date): number =>
  value.getTime() < 0 || value.getTime() > DAY
    ? refuse('A Connect Time has no day')
    : value.getTime();

export const timeFromMillis = (millis: number): Date =>
  millis < 0 || millis > DAY
    ? refuse('A Connect Time is between 0 and 86400000 milliseconds')
    : new Date(millis);

/**
 * A date of its moment. JavaScript's dates end 8.64e15 ms around the epoch, Java's do not: a time
 * beyond is refused, never bent.
 */
export const timestampFromMillis = (millis: bigint | number): Date => {
  const date = new Date(Number(millis));
  return Number.isNaN(date.getTime())
    ? refuse('A date is outside of the years that dates have here')
    : date;
};

/** A Decimal's bytes; its scale must be its schema's. */
export const decimalToBytes = (schema: Schema, value: Decimal): Buffer =>
  value.scale === schemaScale(schema)
    ? unscaledBytes(value.unscaled)
    : refuse(`Decimal value has scale ${value.scale}, its schema ${schemaScale(schema)}`);

export const decimalFromBytes = (schema: Schema, bytes: Buffer): Decimal =>
  decimal(unscaledFrom(bytes), schemaScale(schema));

const schemaScale = (schema: Schema): number => {
  if (schema.parameters === null)
    return refuse('Decimal schema has no parameters', 'NullPointerException');
  const scale = schema.parameters.get('scale');
  if (scale === undefined) return refuse('Invalid Decimal schema: scale parameter not found');
  if (!/^[+-]?\d{1,10}$/.test(scale)) return refuse('Invalid scale parameter in Decimal schema');
  return Number(scale);
};
