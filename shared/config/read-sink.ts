import { checkDeadLetters, readIndexTime, readMapping } from './connect.ts';
import type { SinkConnector } from './connector.ts';
import type { SinkDialect } from './dialects.ts';
import { type Entries, withoutPrefix } from './entries.ts';
import { checkRetention, readIndices } from './indices.ts';
import { CONNECT_SINK_KEYS } from './keys/connect.ts';
import { OWN_SINK_KEYS } from './keys/connectless.ts';
import { type AuthChoice, checkHosts, type Hosts } from './opensearch-connection.ts';
import type { Common } from './read-common.ts';
import { readRows } from './read-rows.ts';
import type { Report } from './report.ts';
import { checkTopic } from './topic-names.ts';
import { warnOfDeletes } from './warnings.ts';

/** How a sink's file says OpenSearch is reached. */
export type OpenSearchReading = {
  readonly hosts: Hosts;
  readonly auth: AuthChoice;
  /** Kafka's `ssl.*` for it. */
  readonly tls: Entries;
};

/** A sink connector: its dialect's statements, and what all sinks have. */
export const readSink = (
  { read, tombstones, tlsPrefix }: SinkDialect,
  common: Common,
  entries: Entries,
  report: Report,
): { readonly connector: SinkConnector; readonly opensearch: OpenSearchReading } => {
  const reading = readRows({ ...CONNECT_SINK_KEYS, ...OWN_SINK_KEYS }, entries, report);
  const {
    topics,
    'connectless.opensearch.auth': auth,
    'connectless.id.too.long': longIds,
  } = reading.values;
  if (topics.length === 0) report.error('topics', { expected: 'a value: Kafka topics' });
  for (const topic of topics) checkTopic('topics', topic, report);
  checkDeadLetters(common.errors, topics, report);
  const { bulkRecords, hosts, tolerates, ...sink } = read(entries, topics, report);
  checkHosts(hosts, auth, report);
  const mapping = readMapping(reading, common.name, bulkRecords);
  const connector: SinkConnector = {
    ...common,
    errors: { ...common.errors, tolerates },
    kind: 'sink',
    topics,
    longIds,
    ...sink,
    indexTime: readIndexTime(reading),
    mapping,
    indices: readIndices(reading),
  };
  checkRetention(connector, report);
  warnOfDeletes(connector, tombstones, report);
  const tls = new Map(
    [...withoutPrefix(entries, tlsPrefix)].filter(([key]) => key.startsWith('ssl.')),
  );
  return { connector, opensearch: { hosts, auth, tls } };
};
