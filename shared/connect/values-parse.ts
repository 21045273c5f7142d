import { parseDecimal } from './decimal.ts';
import { javaTrim } from './java-number.ts';
import { RefusedError, refuse } from './refused.ts';
import { createSchema, type Schema } from './schema.ts';
import { isSameValue, type SchemaAndValue, type Value } from './value.ts';
import { alignValue } from './values-convert.ts';
import { numberLiteral, temporalLiteral } from './values-literals.ts';
import { commonSchema } from './values-schema.ts';
import {
  consume,
  createTokens,
  hasNext,
  isBlank,
  markTokens,
  rewindTokens,
  type Tokens,
  takeToken,
  takeTokens,
} from './values-tokens.ts';

const STRING = createSchema('STRING');
const BOOLEAN = createSchema('BOOLEAN');

const NULL: SchemaAndValue = { schema: null, value: null };

/**
 * Connect's `Values.parseString`: guesses the type of a text. Numbers take the smallest type that holds
 * them, `[…]` and `{…}` become list and map where that works out; all else is the text itself.
 */
export const parseValue = (text: string): SchemaAndValue =>
  text === '' ? { schema: STRING, value: text } : (parse(createTokens(text), false) ?? NULL);

const parse = (tokens: Tokens, embedded: boolean): SchemaAndValue | null => {
  if (!hasNext(tokens)) return null;
  if (embedded && consume(tokens, '"')) return parseQuoted(tokens);
  if (isWord(tokens, 'null', embedded)) return null;
  if (isWord(tokens, 'true', embedded)) return { schema: BOOLEAN, value: true };
  if (isWord(tokens, 'false', embedded)) return { schema: BOOLEAN, value: false };
  return parseCollection(tokens) ?? parseToken(tokens, embedded);
};

/** A word at the top is one only if nothing follows it. */
const isWord = (tokens: Tokens, word: string, embedded: boolean): boolean => {
  const start = markTokens(tokens);
  if (consume(tokens, word) && (embedded || !hasNext(tokens))) return true;
  rewindTokens(tokens, start);
  return false;
};

const parseCollection = (tokens: Tokens): SchemaAndValue | undefined => {
  const start = markTokens(tokens);
  try {
    if (consume(tokens, '[')) return parseList(tokens);
    if (consume(tokens, '{')) return parseMap(tokens);
  } catch (error) {
    if (!(error instanceof RefusedError) || error.exception !== 'DataException') throw error;
    rewindTokens(tokens, start);
  }
  return undefined;
};

const parseToken = (tokens: Tokens, embedded: boolean): SchemaAndValue => {
  const token = takeToken(tokens);
  if (isBlank(token)) return { schema: STRING, value: token };
  const text = javaTrim(token);
  const digit = /^\p{Nd}/u.test(text);
  const temporal = digit ? parseTokensAsTemporal(tokens, text) : undefined;
  if (temporal !== undefined) return temporal;
  const number = digit || /^[+-]/.test(text) ? parseDecimal(text) : undefined;
  if (number !== undefined) return numberLiteral(number);
  if (embedded) refuse('Failed to parse embedded value');
  return { schema: STRING, value: tokens.text };
};

const parseQuoted = (tokens: Tokens): SchemaAndValue => {
  let content = '';
  while (hasNext(tokens) && !consume(tokens, '"')) content += takeToken(tokens);
  return temporalLiteral(content) ?? { schema: STRING, value: content };
};

const parseList = (tokens: Tokens): SchemaAndValue => {
  const elements: (SchemaAndValue | null)[] = [];
  while (hasNext(tokens)) {
    if (consume(tokens, ']')) return listOf(elements);
    if (consume(tokens, ',')) refuse('An element of an array is empty');
    elements.push(parse(tokens, true));
    const end = markTokens(tokens);
    if (consume(tokens, ']')) rewindTokens(tokens, end);
    else if (!consume(tokens, ',')) refuse('Elements of an array have no comma between them');
  }
  return refuse('An array is not closed');
};

const listOf = (elements: readonly (SchemaAndValue | null)[]): SchemaAndValue => {
  const values = elements.map((element) => element?.value ?? null);
  const valueSchema = commonSchema(elements);
  if (valueSchema === undefined) return { schema: createSchema('ARRAY'), value: values };
  return {
    schema: createSchema('ARRAY', { valueSchema }),
    value: values.map((value) => alignValue(valueSchema, value)),
  };
};

const parseMap = (tokens: Tokens): SchemaAndValue => {
  const entries: [SchemaAndValue, SchemaAndValue | null][] = [];
  while (hasNext(tokens)) {
    if (consume(tokens, '}')) return mapOf(entries);
    if (consume(tokens, ',')) refuse('An entry of a map is empty');
    const key = parse(tokens, true);
    if (key === null || key.value === null) return refuse('A map entry has no key');
    if (!consume(tokens, ':')) refuse('A map entry has no colon');
    entries.push([key, parse(tokens, true)]);
    consume(tokens, ',');
  }
  return refuse('A map is not closed');
};

const mapOf = (entries: readonly [SchemaAndValue, SchemaAndValue | null][]): SchemaAndValue => {
  const keySchema = commonSchema(entries.map(([key]) => key));
  const valueSchema = commonSchema(entries.map(([, value]) => value));
  const align = (schema: Schema | undefined, value: Value): Value =>
    schema === undefined ? value : alignValue(schema, value);
  const both = keySchema === undefined ? undefined : valueSchema;
  const distinct = toMap(entries.map(([key, value]) => [key.value, value?.value ?? null]));
  const aligned = [...distinct].map(([key, value]): [Value, Value] => [
    align(keySchema, key),
    align(both, value),
  ]);
  return {
    schema: createSchema('MAP', { keySchema: keySchema ?? null, valueSchema: both ?? null }),
    value: toMap(aligned),
  };
};

/** A map in which equal keys are one, whatever their type. */
const toMap = (entries: readonly (readonly [Value, Value])[]): ReadonlyMap<Value, Value> => {
  const map = new Map<Value, Value>();
  for (const [key, value] of entries) {
    const known = [...map.keys()].find((other) => isSameValue(key, other, () => false));
    map.set(known ?? key, value);
  }
  return map;
};

/** A time is cut into five tokens by its colons. */
const parseTokensAsTemporal = (tokens: Tokens, token: string): SchemaAndValue | undefined => {
  const start = markTokens(tokens);
  const rest = takeTokens(tokens, 4);
  const temporal = rest === undefined ? undefined : temporalLiteral(token + rest);
  if (temporal !== undefined) return temporal;
  rewindTokens(tokens, start);
  return temporalLiteral(token);
};
