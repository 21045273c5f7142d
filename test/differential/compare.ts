import { parseJson } from '../../shared/connect/json-parse.ts';
import type { Value } from '../../shared/connect/value.ts';
import type { Answer, Case } from './cases.ts';

/** An answer in a form in which equal answers are equal texts: the order of a map's entries says nothing. */
export const canonical = (one: Case, answer: Answer): string => {
  if (answer.outcome !== 'ok') return answer.outcome;
  if (one.op === 'fromConnect' && one.converter.endsWith('JsonConverter'))
    return `ok ${jsonBytes(answer.result)}`;
  return `ok ${JSON.stringify(answer.result, (_, value: unknown) => sorted(value))}`;
};

type Tagged = { readonly t?: unknown; readonly v?: unknown };

const sorted = (value: unknown): unknown => {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value;
  const { t, v } = value as Tagged;
  if (t === 'MAP' && Array.isArray(v)) {
    const entries = v.map((entry: unknown) => JSON.stringify(entry, (_, inner) => sorted(inner)));
    return { t, v: entries.sort(byText) };
  }
  return Object.fromEntries(Object.entries(value).sort(byKey));
};

/** By code units, in whatever language the machine sorts. */
const byText = (a: string, b: string): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

type Entry = readonly [key: string, value: unknown];

const byKey = ([a]: Entry, [b]: Entry): number => byText(a, b);

const jsonBytes = (base64: unknown): string =>
  typeof base64 === 'string'
    ? JSON.stringify(sortedJson(parseJson(Buffer.from(base64, 'base64'), floating)))
    : 'null';

/** Java before 19 sometimes writes a double with more digits than it needs; a Decimal has all of them. */
const floating = (source: string): Value =>
  source.replace(/[eE].*|\D/g, '').length <= 18 ? `number ${Number(source)}` : `number ${source}`;

const sortedJson = (value: Value): unknown => {
  if (typeof value === 'bigint') return `integer ${value}`;
  if (Array.isArray(value)) return value.map(sortedJson);
  if (!(value instanceof Map)) return value;
  return [...value].map(([key, inner]): Entry => [key, sortedJson(inner)]).sort(byKey);
};
