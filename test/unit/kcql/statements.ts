import fc from 'fast-check';
import { clausesOf } from '../../../shared/kcql/clauses.ts';
import { isRepeated, refusal, toColumn } from '../../../shared/kcql/column.ts';
import { KEYWORDS } from '../../../shared/kcql/lexer.ts';
import type { ClauseValues, Column, KcqlStatement } from '../../../shared/kcql/statement.ts';
import { SAMPLES } from './parsed.ts';

/** Text that can be a name: there is no way to write a back-tick, or a semicolon. */
const text = fc.oneof(
  fc.constantFrom('a', 'b', 'id', 'x-y', 'a/b', 'a.b', 'limit', '12', '_key', '{yyyy}', "'q'", '*'),
  fc.string({ unit: 'grapheme', maxLength: 8 }).map((any) => any.replaceAll(/[`;]/g, '')),
);
const name = text.filter((any) => any.trim() !== '');
const names = fc.array(name, { minLength: 1, maxLength: 3 });
const alias = fc.constantFrom(undefined, 'n', 'n1', "'q r'");

const column: fc.Arbitrary<Column> = fc
  .record({
    root: fc.constantFrom([], [], ['_key'], ['_header'], ['_'], ['_', 'key']),
    names,
    alias,
  })
  .map((parts) => ({ path: [...parts.root, ...parts.names], alias: parts.alias }))
  .filter((parts) => refusal(parts.path, parts.alias) === undefined)
  .map((parts) => toColumn(parts.path, parts.alias));

const columns = fc
  .array(column, { maxLength: 4 })
  .map((all) => all.filter((one, at) => !isRepeated(one, all.slice(0, at))));

const ignored = fc.array(column, { maxLength: 3 });

const keyPath = names.filter(([first]) => first !== '_');

const values: fc.Arbitrary<ClauseValues> = fc.record(
  {
    autoCreate: fc.constant(true as const),
    withStructure: fc.constant(true as const),
    primaryKeys: fc.array(keyPath, { minLength: 1, maxLength: 3 }),
    docType: name,
    indexSuffix: name,
    converter: name,
    withKey: fc.array(name, { minLength: 1, maxLength: 3 }),
    keyDelimiter: fc.constantFrom(...'aZ9_-+/{}:|#@^[]*?$'),
    pipeline: name,
    regex: name,
    properties: fc
      .array(fc.tuple(text, text), { maxLength: 3 })
      .map((pairs) => Object.fromEntries(pairs)),
  },
  { requiredKeys: [] },
);

const into = fc.oneof(
  fc.record({ kind: fc.constantFrom('insert' as const, 'upsert' as const), target: text }),
  fc.constant({ kind: 'select' as const }),
);

/** Any statement. */
export const statement: fc.Arbitrary<KcqlStatement> = fc
  .record({ into, source: text, columns, ignored, values, others: fc.subarray([...KEYWORDS]) })
  .map(({ into, values, others, ...parts }) => {
    const clauses = clausesOf(into.kind).filter(
      ({ excludedBy }) => excludedBy === undefined || !others.includes(excludedBy),
    );
    return {
      ...into,
      ...parts,
      ...Object.fromEntries(
        Object.entries(values).filter(([field, value]) =>
          clauses.some(({ use }) => use?.write({ [field]: value }) !== undefined),
        ),
      ),
      otherClauses: clauses
        .filter(({ keyword, use }) => use === undefined && others.includes(keyword))
        .map(({ keyword }) => ({ keyword, text: SAMPLES[keyword] ?? '' })),
    };
  });
