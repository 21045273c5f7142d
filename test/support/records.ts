import type { SinkRecord } from '../../shared/connect/records.ts';
import type { IndexDocument } from '../../shared/ports.ts';
import type { MqttMessage } from '../../shared/source/iot-event.ts';

export const APRIL_24 = Date.UTC(2025, 3, 24, 12);

/** A record as the shipped source makes it; name what the test is about. */
export const aSinkRecord = (over: Partial<SinkRecord> = {}): SinkRecord => ({
  topic: 'phone-data',
  partition: 0,
  offset: 0,
  timestamp: APRIL_24,
  key: null,
  value: Buffer.from('{"level":87}'),
  headers: [{ key: 'message-id', value: Buffer.from('m-1') }],
  ...over,
});

/** An operation that stores a whole document; name what the test is about. */
export const aDocument = (
  over: Partial<Extract<IndexDocument, { operation: 'index' }>> = {},
): Extract<IndexDocument, { operation: 'index' }> => ({
  operation: 'index',
  record: aSinkRecord(),
  index: 'i',
  id: '1',
  body: Buffer.from('{"level":87}'),
  ...over,
});

export const anMqttMessage = (over: Partial<MqttMessage> = {}): MqttMessage => ({
  id: 'm-1',
  topic: 'phone/data',
  payload: Buffer.from('{"level":87}'),
  timestamp: APRIL_24,
  ...over,
});

/** The event of a topic rule for that message. */
export const anIotEvent = (over: Partial<MqttMessage> = {}): unknown => {
  const { payload, ...rest } = anMqttMessage(over);
  return { data: payload.toString('base64'), filter: 'phone/data', ...rest };
};

/** The event of an MSK mapping for those records, encoded as AWS does. */
export const anMskEvent = (records: readonly SinkRecord[]): unknown => ({
  eventSource: 'aws:kafka',
  records: Object.fromEntries(
    [...Map.groupBy(records, ({ topic, partition }) => `${topic}-${partition}`)].map(
      ([name, group]) => [name, group.map(mskRecord)],
    ),
  ),
});

const mskRecord = ({ key, value, headers, ...rest }: SinkRecord): unknown => ({
  ...rest,
  timestampType: 'CREATE_TIME',
  ...(key && { key: key.toString('base64') }),
  value: value?.toString('base64') ?? null,
  headers: headers.map((header) => ({
    [header.key]: header.value && [...new Int8Array(header.value)],
  })),
});
