import type { SourceConnector, SourceStatement } from '../config/connector.ts';
import {
  type ConnectRecord,
  decodedPart,
  encodedPart,
  toSourceRecord,
} from '../connect/connect-record.ts';
import { createConverters } from '../connect/converters/create-converters.ts';
import type { Header, SourceRecord } from '../connect/records.ts';
import { createTransforms } from '../transforms/create-transforms.ts';
import type { MqttMessage } from './iot-event.ts';
import { DEVICE_KEYS } from './message-key.ts';
import { convertPayload } from './payload-converters.ts';
import { targetTopic } from './target-topic.ts';

/** Makes the record of a message; nothing where a transform drops it. */
export type ToSourceRecord = (
  statement: SourceStatement,
  message: MqttMessage,
) => SourceRecord | undefined;

/**
 * The records of a source connector: key and value through the statement's converter, then the
 * connector's transforms and converters, in Connect's order. The headers are ours, and their bytes are the text.
 */
export const createSourceRecords = (
  {
    converters: plugins,
    transforms,
    file,
    modules,
  }: Pick<SourceConnector, 'converters' | 'transforms' | 'file' | 'modules'>,
  now: () => number,
): ToSourceRecord => {
  const converters = createConverters(plugins, modules);
  const transform = createTransforms(transforms, file, { now }, modules);
  return (statement, message) => {
    const { key, value } = convertPayload(message, statement);
    const before: ConnectRecord = {
      topic: targetTopic(statement.target, message.topic),
      partition: null,
      offset: null,
      timestamp: message.timestamp,
      key: decodedPart(statement.key ? DEVICE_KEYS[statement.key](message) : key),
      value: decodedPart(value),
      headers: messageHeaders(message).map(({ key, value }) => ({
        key,
        value: encodedPart(value, converters.header),
      })),
      origin: { partition: new Map([['topic', message.topic]]), offset: new Map() },
    };
    const after = transform ? transform(before) : before;
    return after && toSourceRecord(after, converters, message.timestamp);
  };
};

/** What of a message no converter or transform is asked for: the letter of one that they refuse. */
export const rawRecord = ({ target }: SourceStatement, message: MqttMessage): SourceRecord => ({
  topic: targetTopic(target, message.topic),
  key: null,
  value: message.payload,
  headers: messageHeaders(message),
  timestamp: message.timestamp,
});

/** Ours last: a consumer that asks for a header by name gets the last one. */
const messageHeaders = ({
  topic,
  clientId,
  id,
  traceId,
  userProperties = {},
}: MqttMessage): readonly Header[] => [
  ...Object.entries(userProperties).flatMap(([name, texts]) =>
    texts.map((text) => header(name, text)),
  ),
  header('mqtt-topic', topic),
  ...(clientId === undefined ? [] : [header('mqtt-client-id', clientId)]),
  header('message-id', id),
  ...(traceId === undefined ? [] : [header('trace-id', traceId)]),
];

const header = (key: string, text: string): Header => ({ key, value: Buffer.from(text) });
