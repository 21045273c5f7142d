import type { DocumentId, NamePart, RequestLimits, SinkStatement, Tolerated } from './connector.ts';
import { indexNameFault } from './index-name-fault.ts';
import type { KeyTable } from './key-row.ts';
import type { TOPIC_INDEX_KEYS } from './keys/topic-index.ts';
import type { Hosts } from './opensearch-connection.ts';
import type { Reading, Values } from './read-rows.ts';
import type { Report } from './report.ts';
import { readTopicMap } from './topic-map.ts';

type TopicIndexValues = Values<typeof TOPIC_INDEX_KEYS>;

/** What Confluent's sink and Aiven's do differently. */
export type TopicIndexDialect = {
  /** A topic as an index or a data stream. */
  readonly nameOf: (topic: string) => string;
  /** What is written to instead, for every topic, where it is said. */
  readonly resources?: ReadonlyMap<string, string>;
  /** What the keys of one dialect alone say of every document. */
  readonly documents: Omit<SinkStatement, 'source' | 'index' | 'id'>;
  /** Whether an ignored key makes the id all the same, or a key that is not ignored does not. */
  readonly ids?: 'keys' | 'offsets';
};

/** The sinks that write each topic to an index of its name: a statement for each topic. */
export const readTopicIndex = (
  values: TopicIndexValues,
  topics: readonly string[],
  { nameOf, resources, documents, ids }: TopicIndexDialect,
  { entries, report }: Pick<Reading<KeyTable>, 'entries' | 'report'>,
): readonly SinkStatement[] => {
  const indices = resources ?? readTopicMap(INDEX_MAP, values[INDEX_MAP], 'index', report);
  const names = topics.map((topic) => indices.get(topic) ?? nameOf(topic));
  // A transform may rename a topic: then a record alone shows its index.
  if (!entries.has('transforms')) {
    for (const [at, topic] of topics.entries()) checkIndex(topic, names[at] ?? '', report);
    warnOfCollisions(topics, names, report);
  }
  refuseSchemas(values, topics, report);
  return topics.map((topic) => {
    const mapped = indices.get(topic);
    const index: readonly NamePart[] = [mapped ?? { kind: 'topic', name: nameOf }];
    const ignored = values['key.ignore'] || values['topic.key.ignore'].includes(topic);
    return (ids ?? (ignored ? 'offsets' : 'keys')) === 'keys'
      ? { ...documents, source: topic, index, id: KEY }
      : { ...withoutVersion(documents), source: topic, index, id: OFFSET };
  });
};

const INDEX_MAP = 'topic.index.map';

const KEY: DocumentId = { parts: [{ kind: 'plain key' }], separator: '+' };
const OFFSET: DocumentId = { parts: [], separator: '+' };

/** The document of an offset is always the same: upstream gives versions to keys alone. */
const withoutVersion = <T extends Pick<SinkStatement, 'write'>>(documents: T): T => {
  if (!('version' in documents.write)) return documents;
  const { version: _, ...write } = documents.write;
  return { ...documents, write };
};

const refuseSchemas = (
  values: TopicIndexValues,
  topics: readonly string[],
  report: Report,
): void => {
  const ignored = values['topic.schema.ignore'];
  const typed = values['schema.ignore'] ? [] : topics.filter((topic) => !ignored.includes(topic));
  if (typed.length > 0) report.later('schema.ignore', 'mapping', `false for ${typed.join(', ')}`);
};

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
        expected:
          'an index for each, or key.ignore=true, since equal keys of both are one document',
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

/** What a data stream takes is said once for both: creates alone. */
export const checkStream = (
  asked: readonly { readonly key: string; readonly found: string; readonly isAsked: boolean }[],
  report: Report,
): void => {
  for (const { key, found, isAsked } of asked)
    if (isAsked)
      report.error(key, {
        found: `${found} beside data streams`,
        expected: 'that it is left out, since a data stream takes new documents alone',
      });
};

/** Limits of requests in our words; -1 bytes are no limit. */
export const requestsOf = ({
  bytes,
  concurrency,
  compress,
}: {
  readonly bytes: number;
  readonly concurrency: number;
  readonly compress: boolean;
}): RequestLimits => ({
  ...(bytes >= 0 && { bytes }),
  concurrency,
  ...(compress && { compress }),
});

/** What is tolerated by the common words of both dialects. */
export const toleratedBy = (malformed: string, dropInvalid: boolean): Tolerated => ({
  refused: malformed !== 'fail',
  invalid: dropInvalid,
});
