import { decimalText } from './decimal.ts';
import { jsonBytes } from './json-output.ts';
import { appendJson, type JsonRules } from './json-write.ts';
import type { SchemaAndValue } from './value.ts';

/**
 * How a sink writes what OpenSearch's JSON has no form for.
 *
 * | | `lenses` | `numbers` (Aiven, Confluent) |
 * |---|---|---|
 * | Date | text, its moment in ISO 8601 | days since 1970 |
 * | Time | text, its moment in ISO 8601 | milliseconds since midnight |
 * | Timestamp | milliseconds since 1970 | the same |
 * | map with keys that are not text | list of pairs | list of `{"key": …, "value": …}` |
 *
 * In both: integers exact, Decimal a number with all its digits, bytes base64, a null its schema's default if
 * there is one, else null. Upstream Lenses writes a Date's day without leading zero, which OpenSearch
 * doesn't read as a date, and a Time in the JVM's zone: here both are ISO 8601 in UTC.
 */
export type DocumentForm = 'lenses' | 'numbers';

/** A decoded value as one JSON document without line breaks. Whether its root may be a document is for the sink to say. */
export const documentJson = (data: SchemaAndValue, form: DocumentForm): Buffer =>
  jsonBytes((output) => appendJson(output, data.schema, data.value, RULES[form]));

const isoText = (value: Date): string => `"${value.toISOString()}"`;
const millis = (value: Date): string => String(value.getTime());

const COMMON: JsonRules = {
  replaceNullWithDefault: true,
  keepsSource: true,
  decimal: decimalText,
  date: isoText,
  time: isoText,
  timestamp: millis,
  schemaless: (value) => (value instanceof Date ? millis(value) : decimalText(value)),
  // Half a surrogate pair becomes an escape, which is JSON; its bytes would not be UTF-8.
  text: JSON.stringify,
  entry: ['[', ',', ']'],
};

const RULES: Readonly<Record<DocumentForm, JsonRules>> = {
  lenses: COMMON,
  numbers: {
    ...COMMON,
    date: (value) => String(Math.trunc(value.getTime() / 86_400_000)),
    time: millis,
    entry: ['{"key":', ',"value":', '}'],
  },
};
