import { decimalText } from './decimal.ts';
import { createSimpleDateFormat } from './java-date-format.ts';
import { doubleText } from './java-number.ts';
import { smallNumberText } from './java-text.ts';
import { DAY } from './logical-types.ts';
import { fieldValueOrDefault } from './struct.ts';
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

const timeText = createSimpleDateFormat("HH:mm:ss.SSS'Z'");
const dayText = createSimpleDateFormat('yyyy-MM-dd');
const momentText = createSimpleDateFormat("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");

/** Connect's `Values.convertToString` of a value that is not null: JSON-like inside, text itself bare. */
export const valuesText = (value: Exclude<Value, null>): string =>
  typeof value === 'string'
    ? value
    : Buffer.isBuffer(value)
      ? value.toString('base64')
      : embedded(value);

/** A time of day, a day or a moment, by what a Date is (Connect's `Values.dateFormatFor`). */
export const temporalText = (value: Date): string => {
  const moment = value.getTime();
  if (moment < DAY) return timeText(moment);
  return moment % DAY === 0 ? dayText(moment) : momentText(moment);
};

const embedded = (value: Value): string => {
  if (value === null) return 'null';
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return doubleText(value);
  if (typeof value !== 'object') return String(value);
  if (value instanceof Date) return temporalText(value);
  if (Buffer.isBuffer(value)) return `"${value.toString('base64')}"`;
  if (isDecimal(value)) return decimalText(value);
  if (isStruct(value)) return structText(value);
  if (isMap(value)) return mapText(value);
  if (isList(value)) return `[${value.map(embedded).join(',')}]`;
  return smallNumberText(value as SmallNumber);
};

const quoted = (text: string): string =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

const mapText = (map: ValueMap): string =>
  `{${[...map].map(([key, value]) => `${embedded(key)}:${embedded(value)}`).join(',')}}`;

const structText = (struct: Struct): string => {
  const parts = [...struct.schema.fields.values()].map(
    (field) => `${quoted(field.name)}:${embedded(fieldValueOrDefault(struct, field))}`,
  );
  return `{${parts.join(',')}}`;
};
