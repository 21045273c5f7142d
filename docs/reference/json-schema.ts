import { type Dialect, keysOf, namesOf } from '../../shared/config/dialects.ts';
import { isPattern, patternOf } from '../../shared/config/find-row.ts';
import type { KeyRow } from '../../shared/config/key-row.ts';
import { RefusedError } from '../../shared/connect/refused.ts';
import { fateText } from './rows.ts';

const TEXT = { type: ['string', 'number', 'boolean'] };

/** A JSON Schema, as far as ours go. */
export type JsonSchema = { readonly [member: string]: unknown };

/** A dialect's files as a JSON Schema (draft 7, which editors read): flat, or as the REST API takes them. */
export const jsonSchema = (dialect: Dialect): JsonSchema => {
  const rows = Object.entries(keysOf(dialect));
  const named = rows.filter(([name]) => !isPattern(name));
  const patterns = rows.filter(([name]) => isPattern(name));
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: dialect.title,
    anyOf: [
      {
        type: 'object',
        required: ['config'],
        properties: { name: { type: 'string' }, config: { $ref: '#/definitions/config' } },
      },
      { type: 'object', not: { required: ['config'] }, allOf: [{ $ref: '#/definitions/config' }] },
    ],
    definitions: {
      config: {
        type: 'object',
        allOf: named.filter(([, { required }]) => required).map(([name]) => spelt(name, rows)),
        properties: {
          ...Object.fromEntries(named.map(([name, row]) => [name, valueSchema(row)])),
          'connector.class': { enum: [...new Set(dialect.classes.flatMap(namesOf))] },
        },
        patternProperties: Object.fromEntries(
          patterns.map(([name, row]) => [patternOf(name).source, patternSchema(row)]),
        ),
        additionalProperties: TEXT,
      },
    },
  };
};

/** A key that must be there, under its name or an older spelling. */
const spelt = (name: string, rows: readonly (readonly [string, KeyRow])[]): JsonSchema => ({
  anyOf: [name, ...rows.filter(([, row]) => row.aliasOf === name).map(([alias]) => alias)].map(
    (spelling) => ({ required: [spelling] }),
  ),
});

const described = (row: KeyRow): JsonSchema => ({
  description: `${row.doc} (${fateText(row.fate)})`,
});

const valueSchema = (row: KeyRow): JsonSchema =>
  row.fate.kind === 'refused'
    ? { ...described(row), not: {} }
    : { ...described(row), ...typeSchema(row) };

/** A key with a row of its own matches its pattern, too, so that a pattern says little. */
const patternSchema = (row: KeyRow): JsonSchema => ({
  ...described(row),
  ...TEXT,
});

const REFERENCE = { type: 'string', pattern: '\\$\\{' };

const typeSchema = (row: KeyRow): JsonSchema => {
  const { type, values, min, max } = row;
  if (values) return choiceSchema(row, values);
  switch (type) {
    case 'BOOLEAN':
      return {
        anyOf: [
          { type: 'boolean' },
          { type: 'string', pattern: '^\\s*([tT][rR][uU][eE]|[fF][aA][lL][sS][eE])\\s*$' },
          REFERENCE,
        ],
      };
    case 'INT':
    case 'LONG':
      return {
        anyOf: [
          { type: 'integer', minimum: min, maximum: max },
          { type: 'string', pattern: '^\\s*[+-]?\\d+\\s*$' },
          REFERENCE,
        ],
      };
    default:
      return TEXT;
  }
};

const choiceSchema = (row: KeyRow, values: readonly string[]): JsonSchema => {
  const choices = { enum: values.filter((value) => row.refusedValues?.[value] === undefined) };
  return {
    anyOf: takesAnyCase(row, values) ? [choices, { type: 'string' }] : [choices, REFERENCE],
  };
};

const takesAnyCase = (row: KeyRow, values: readonly string[]): boolean => {
  try {
    for (const value of values)
      row.read(value.toUpperCase() === value ? value.toLowerCase() : value.toUpperCase());
    return true;
  } catch (error) {
    if (error instanceof RefusedError) return false;
    throw error;
  }
};
