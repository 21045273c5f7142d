import { decimalText } from './decimal.ts';
import { createSimpleDateFormat } from './java-date-format.ts';
import { doubleText, floatText } from './java-number.ts';
import { refuse } from './refused.ts';
import { fieldValue } from './struct.ts';
import {
  isDecimal,
  isList,
  isMap,
  isStruct,
  type SmallNumber,
  type Struct,
  type Value,
  type ValueMap,
} from './value.ts';

const dateText = createSimpleDateFormat('EEE MMM dd HH:mm:ss zzz yyyy');

/** Java's `toString` of a value that is not null, on a JVM in UTC. */
export const javaText = (value: Exclude<Value, null>): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return doubleText(value);
  if (typeof value !== 'object') return String(value);
  if (value instanceof Date) return dateText(value.getTime());
  if (isDecimal(value)) return decimalText(value);
  if (isStruct(value)) return structText(value);
  if (isMap(value)) return mapText(value);
  if (isList(value)) return `[${value.map(nullableText).join(', ')}]`;
  if (Buffer.isBuffer(value)) return refuse('Bytes have no text of their own');
  return smallNumberText(value as SmallNumber);
};

/** A number of one of the small types as Java writes it. */
export const smallNumberText = ({ type, value }: SmallNumber): string =>
  type === 'FLOAT32' ? floatText(value) : String(value);

const nullableText = (value: Value): string => (value === null ? 'null' : javaText(value));

const mapText = (map: ValueMap): string =>
  `{${[...map].map(([key, value]) => `${nullableText(key)}=${nullableText(value)}`).join(', ')}}`;

/** Fields that are null are left out. */
const structText = (struct: Struct): string => {
  const parts: string[] = [];
  for (const field of struct.schema.fields.values()) {
    const value = fieldValue(struct, field);
    if (value !== null) parts.push(`${field.name}=${javaText(value)}`);
  }
  return `Struct{${parts.join(',')}}`;
};
