import { DataError } from '../connect/errors.ts';

/** Literal text, or a date of the record's time in UTC. */
export type NamePart = string | ((time: Date) => string);

const FIRST = Date.UTC(2000, 0);
const END = Date.UTC(2100, 0);
const MAX_NAME = 255;

/**
 * The index of a record: KCQL's target and suffix.
 *
 * The date is the record's own, never the clock's: a batch delivered again after midnight must
 * overwrite what it wrote, not copy it. A time outside 2000 to 2099 is errant, so that a wrong clock
 * or unit cannot make a thousand indices.
 *
 * @throws DataError for such a time
 */
export const indexName = (parts: readonly NamePart[], timestamp: number): string =>
  parts.map((part) => (typeof part === 'string' ? part : part(timeOf(timestamp)))).join('');

const timeOf = (timestamp: number): Date => {
  if (timestamp >= FIRST && timestamp < END) return new Date(timestamp);
  throw new DataError(
    'TASK_PUT',
    'index name',
    `the record's time ${timestamp} is not within 2000-01-01/2100-01-01`,
  );
};

const CHARACTERS = /[\s,:"*+/?#><\\|A-Z]/;
const START = /^[-_+]/;

/** What OpenSearch would refuse in an index name (OpenSearch: "Create index", index naming restrictions). */
export const nameFault = (name: string): string | undefined => {
  if (name === '' || name === '.' || name === '..') return 'a name that is not empty, . or ..';
  if (START.test(name)) return 'a name that does not begin with -, _ or +';
  if (CHARACTERS.test(name)) return 'lower case and none of space , : " * + / ? # > < \\ |';
  if (Buffer.byteLength(name) > MAX_NAME) return `at most ${MAX_NAME} bytes`;
  return undefined;
};
