import type { AIVEN_OPENSEARCH_KEYS } from './keys/aiven-opensearch.ts';
import type { Reading } from './read-rows.ts';
import type { SinkReading } from './sink-reading.ts';
import { checkBulkBytes, readTopicIndex, toleratedBy } from './topic-index.ts';

/** Maps Aiven's OpenSearch sink's keys onto a statement for each topic. */
export const readAivenOpenSearch = (
  { values, entries, report }: Reading<typeof AIVEN_OPENSEARCH_KEYS>,
  topics: readonly string[],
): SinkReading => {
  checkBulkBytes('bulk.max.size', values['bulk.max.size'], entries, report);
  const strategy = values['key.ignore.id.strategy'];
  if (strategy === 'none')
    report.warning('key.ignore.id.strategy', {
      found: strategy,
      expected:
        'topic.partition.offset, which it is here, since made-up ids double when a record is delivered again',
    });
  const pointer = values['routing.type.record.value.path'];
  return {
    statements: readTopicIndex(
      values,
      topics,
      {
        indexOf,
        documents: {
          write: { operation: values['index.write.method'] === 'upsert' ? 'update' : 'index' },
          tombstones: values['behavior.on.null.values'],
          ...(values['routing.type'] === 'key' && { routing: 'key' }),
          ...(values['routing.type'] === 'value' && { routing: { pointer: pointer ?? '' } }),
        },
        keyAnyway: strategy === 'record.key',
        version: 'offset',
      },
      { entries, report },
    ),
    form: 'numbers',
    tolerates: toleratedBy(
      values['behavior.on.malformed.documents'],
      values['drop.invalid.message'],
    ),
    requests: {},
    bulkRecords: bulkRecords(
      values['batch.size'],
      values['bulk.max.operations.size'],
      entries.has('bulk.max.operations.size'),
    ),
  };
};

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
