import type { NamePart, SinkStatement, Tolerated, VersionSource } from './connector.ts';
import type { Entries } from './entries.ts';
import { indexNameFault } from './index-name-fault.ts';
import type { KeyTable } from './key-row.ts';
import type { TOPIC_INDEX_KEYS } from './keys/topic-index.ts';
import type { Hosts } from './opensearch-connection.ts';
import type { Reading, Values } from './read-rows.ts';
import type { Report } from './report.ts';

type TopicIndexValues = Values<typeof TOPIC_INDEX_KEYS>;

/** What Confluent's sink and Aiven's do differently. */
export type TopicIndexDialect = {
  /** A topic as an index. */
  readonly indexOf: (topic: string) => string;
  /** What the keys of one dialect alone say of every document. */
  readonly documents: Omit<SinkStatement, 'source' | 'index' | 'id'>;
  /** Whether an ignored key makes the id all the same. */
  readonly keyAnyway: boolean;
  /** Where the version of a document with the key for an id comes from. */
  readonly version: VersionSource;
};

/** The sinks that write each topic to an index of its name: a statement for each topic. */
export const readTopicIndex = (
  values: TopicIndexValues,
  topics: readonly string[],
  { indexOf, documents, keyAnyway, version }: TopicIndexDialect,
  { entries, report }: Pick<Reading<KeyTable>, 'entries' | 'report'>,
): readonly SinkStatement[] => {
  const indices = readIndexMap(values['topic.index.map'], report);
  const names = topics.map((topic) => indices.get(topic) ?? indexOf(topic));
  // A transform may rename a topic: then a record alone shows its index.
  if (!entries.has('transforms')) {
    for (const [at, topic] of topics.entries()) checkIndex(topic, names[at] ?? '', report);
    warnOfCollisions(topics, names, report);
  }
  refuseKeysAndSchemas(values, topics, report);
  return topics.map((topic) => {
    const ignored = values['key.ignore'] || values['topic.key.ignore'].includes(topic);
    const fromKey = !ignored || keyAnyway;
    const mapped = indices.get(topic);
    const index: readonly NamePart[] = [mapped ?? { kind: 'topic', name: indexOf }];
    return {
      ...documents,
      source: topic,
      index,
      id: { parts: fromKey ? [{ kind: 'key', path: [] }] : [], separator: '+' },
      // An id of the key alone has versions: the coordinates' document is always the same.
      ...(fromKey &&
        documents.write.operation === 'index' && { write: { ...documents.write, version } }),
    };
  });
};

const refuseKeysAndSchemas = (
  values: TopicIndexValues,
  topics: readonly string[],
  report: Report,
): void => {
  const keyed = uncovered(topics, values['key.ignore'], values['topic.key.ignore']);
  if (keyed.length > 0) report.later('key.ignore', 'id from key', `false for ${keyed.join(', ')}`);
  const typed = uncovered(topics, values['schema.ignore'], values['topic.schema.ignore']);
  if (typed.length > 0) report.later('schema.ignore', 'mapping', `false for ${typed.join(', ')}`);
};

/** The topics that neither the key for all nor the one for some covers. */
const uncovered = (
  topics: readonly string[],
  all: boolean,
  some: readonly string[],
): readonly string[] => (all ? [] : topics.filter((topic) => !some.includes(topic)));

const readIndexMap = (pairs: readonly string[], report: Report): ReadonlyMap<string, string> =>
  new Map(
    pairs.flatMap((pair) => {
      const [topic = '', index = '', ...more] = pair.split(':').map((word) => word.trim());
      if (topic !== '' && index !== '' && more.length === 0) return [[topic, index] as const];
      report.error('topic.index.map', { found: pair, expected: 'topic:index' });
      return [];
    }),
  );

const checkIndex = (topic: string, index: string, report: Report): void => {
  const fault = indexNameFault(index);
  if (fault)
    report.error('topics', { found: `the index ${index} of topic ${topic}`, expected: fault });
};

const warnOfCollisions = (
  topics: readonly string[],
  names: readonly string[],
  report: Report,
): void => {
  for (const [index, same] of Map.groupBy(topics, (_, at) => names[at]))
    if (same.length > 1)
      report.warning('topics', {
        found: `${same.join(' and ')}, which share the index ${index}`,
        expected: 'topics whose names differ in more than capitals',
      });
};

/** Nodes by URL; one without a scheme, as Aiven's signing takes it, is https. */
export const readUrlHosts = (values: TopicIndexValues, region: string | null): Hosts => ({
  key: 'connection.url',
  urls: values['connection.url'].map((url) => withScheme(url.replace(/\/+$/, ''))),
  username: values['connection.username'],
  password: values['connection.password'],
  region,
});

const withScheme = (url: string): string =>
  /^[a-z][a-z0-9+.-]*:\/\//i.test(url) || url.includes('${') ? url : `https://${url}`;

/** Our bulk requests have 5 MiB at most. */
const BULK_BYTES = 5_242_880;

/** Refuses a limit that our requests may exceed; those who asked for none, or for more, have it. */
export const checkBulkBytes = (
  key: string,
  bytes: number,
  entries: Entries,
  report: Report,
): void => {
  if (entries.has(key) && bytes >= 0 && bytes < BULK_BYTES)
    report.later(key, 'bulk limits', String(bytes));
};

/** What is tolerated by the common words of both dialects. */
export const toleratedBy = (malformed: string, dropInvalid: boolean): Tolerated => ({
  refused: malformed !== 'fail',
  invalid: dropInvalid,
});
