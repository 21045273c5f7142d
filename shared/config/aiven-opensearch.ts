import type {
  DataStreams,
  DocumentWrite,
  RequestLimits,
  SinkStatement,
  StreamTime,
} from './connector.ts';
import type { AIVEN_OPENSEARCH_KEYS } from './keys/aiven-opensearch.ts';
import type { Reading, Values } from './read-rows.ts';
import type { Report } from './report.ts';
import type { SinkReading } from './sink-reading.ts';
import { checkStream, readTopicIndex, requestsOf, toleratedBy } from './topic-index.ts';
import { readResourceMap } from './topic-map.ts';

type AivenValues = Values<typeof AIVEN_OPENSEARCH_KEYS>;

/** Maps Aiven's OpenSearch sink's keys onto a statement for each topic. */
export const readAivenOpenSearch = (
  { values, entries, report }: Reading<typeof AIVEN_OPENSEARCH_KEYS>,
  topics: readonly string[],
): SinkReading => {
  const strategy = values['key.ignore.id.strategy'];
  const isStream = streams(values);
  checkStreams(values, isStream, report);
  checkUpserts(values, report);
  if (strategy === 'none')
    report.warning('key.ignore.id.strategy', {
      found: strategy,
      expected:
        'topic.partition.offset, which it is here, since made-up ids double when a record is delivered again',
    });
  const resource = values[RESOURCE];
  const routing = readRouting(values, report);
  return {
    statements: readTopicIndex(
      values,
      topics,
      {
        nameOf: isStream ? streamNames(values['data.stream.prefix']) : indexOf,
        ...(resource !== 'none' && {
          resources: readResourceMap(RESOURCES, values[RESOURCES], topics, report),
        }),
        documents: {
          write: writeOf(values, isStream),
          tombstones: values[NULL_VALUES],
          ...(routing !== undefined && { routing }),
          ...(resource === 'index_alias' && { requireAlias: true }),
        },
        ...(strategy === 'record.key' && { ids: 'keys' }),
      },
      { entries, report },
    ),
    form: 'numbers',
    tolerates: toleratedBy(
      values['behavior.on.malformed.documents'],
      values['drop.invalid.message'],
    ),
    requests: limitsOf(values),
    ...(isStream && { streams: streamsOf(values) }),
    bulkRecords: bulkRecords(
      values['batch.size'],
      values['bulk.max.operations.size'],
      entries.has('bulk.max.operations.size'),
    ),
  };
};

const NULL_VALUES = 'behavior.on.null.values';
const RESOURCE = 'existing.resource.type';
const RESOURCES = 'topic.to.existing.resource.mapping';

/** `OpenSearchSinkConnectorConfig.dataStreamEnabled` */
const streams = (values: AivenValues): boolean =>
  values[RESOURCE] === 'none' ? values['data.stream.enabled'] : values[RESOURCE] === 'data_stream';

const checkStreams = (values: AivenValues, isStream: boolean, report: Report): void => {
  if (values['data.stream.enabled'] && values[RESOURCE] === 'data_stream')
    report.error('data.stream.enabled', {
      found: 'true beside data streams that exist',
      expected: `one of them: data.stream.enabled or ${RESOURCE}=data_stream`,
    });
  if (values['data.stream.prefix'] !== null && !values['data.stream.enabled'])
    report.warning('data.stream.prefix', {
      expected: 'data.stream.enabled=true beside it; it has no effect',
    });
  if (!isStream) return;
  checkStream(
    [
      { key: 'index.write.method', found: 'upsert', isAsked: isUpsert(values) },
      { key: NULL_VALUES, found: 'delete', isAsked: values[NULL_VALUES] === 'delete' },
      {
        key: 'routing.type',
        found: values['routing.type'],
        isAsked: values['routing.type'] !== 'none',
      },
    ],
    report,
  );
};

const isUpsert = (values: AivenValues): boolean => values['index.write.method'] === 'upsert';

/** Upstream refuses the same (`OpenSearchSinkConnectorConfig.validate`). */
const checkUpserts = (values: AivenValues, report: Report): void => {
  const strategy = values['key.ignore.id.strategy'];
  if (isUpsert(values) && values['key.ignore'] && strategy !== 'record.key')
    report.error('key.ignore.id.strategy', {
      found: `${strategy} beside upsert`,
      expected: 'record.key, since an offset’s document is never updated',
    });
};

const writeOf = (values: AivenValues, isStream: boolean): DocumentWrite => {
  if (isStream)
    return { operation: 'create', timestamp: streamTime(values['data.stream.timestamp.field']) };
  return isUpsert(values) ? { operation: 'update' } : { operation: 'index', version: 'offset' };
};

/** `OpenSearchTaskHandler.createDataStreamIndex` */
const streamsOf = (values: AivenValues): DataStreams => {
  if (values[RESOURCE] === 'data_stream') return { kind: 'existing' };
  const template = values['data.streams.existing.index.template.name'];
  return {
    kind: 'made',
    template: {
      nameOf: (stream) => template ?? `${stream}-connector-data-stream-template`,
      timestampField: values['data.stream.timestamp.field'],
    },
  };
};

/** Another field is the stream's own: its template says so, and nothing is put in. */
const streamTime = (field: string): StreamTime => ({
  kind: field === '@timestamp' ? 'record' : 'template',
});

const streamNames =
  (prefix: string | null) =>
  (topic: string): string =>
    prefix === null ? indexOf(topic) : `${prefix}-${indexOf(topic)}`;

const PATH = 'routing.type.record.value.path';

const readRouting = (values: AivenValues, report: Report): SinkStatement['routing'] => {
  const pointer = values[PATH];
  const type = values['routing.type'];
  if (type !== 'value') return type === 'key' ? type : undefined;
  if (pointer === null)
    report.error(PATH, { expected: 'a JSON pointer, such as /device/id, for routing.type=value' });
  if (values[NULL_VALUES] === 'delete')
    report.error(NULL_VALUES, {
      found: 'delete beside routing by the value',
      expected: 'another policy, since a tombstone has no value, or routing.type=key',
    });
  return { pointer: pointer ?? '' };
};

const limitsOf = (values: AivenValues): RequestLimits =>
  requestsOf({
    bytes: values['bulk.max.size'],
    concurrency: values['max.in.flight.requests'],
    compress: false,
  });

const bulkRecords = (batch: number, operations: number, given: boolean): number =>
  given && operations > 0 ? Math.min(batch, operations) : batch;

const LONGEST = 255;

/** `OpenSearchSinkConnectorConfig.convertTopicToIndexName` */
const indexOf = (topic: string): string => {
  const name = topic
    .toLowerCase()
    .slice(0, LONGEST)
    .replaceAll(':', '_')
    .replace(/^[-_+]/, '');
  return name === '.' || name === '..' ? name.replaceAll('.', 'dot') : name;
};
