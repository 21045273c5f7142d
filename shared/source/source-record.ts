import type { SourceConnector, SourceStatement } from '../config/connector.ts';
import {
  type ConnectRecord,
  decodedPart,
  encodedPart,
  toSourceRecord,
} from '../connect/connect-record.ts';
import { createConverters } from '../connect/converters/create-converters.ts';
import type { Header, SourceRecord } from '../connect/records.ts';
import { createFields, createSchema } from '../connect/schema.ts';
import { createStruct } from '../connect/struct.ts';
import { createTransforms } from '../transforms/create-transforms.ts';
import type { MqttMessage } from './iot-event.ts';

/** Makes the record of a message; nothing where a transform drops it. */
export type ToSourceRecord = (
  statement: SourceStatement,
  message: MqttMessage,
) => SourceRecord | undefined;

/**
 * The records of a source connector: key and value through its transforms and converters, in Connect's
 * order. The headers are ours, and their bytes are the text.
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
  return ({ target }, message) => {
    const before: ConnectRecord = {
      topic: target,
      partition: null,
      offset: null,
      timestamp: message.timestamp,
      key: decodedPart(messageKey(message)),
      value: decodedPart({ schema: BYTES, value: message.payload }),
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
  topic: target,
  key: null,
  value: message.payload,
  headers: messageHeaders(message),
  timestamp: message.timestamp,
});

const BYTES = createSchema('BYTES');
const STRING = createSchema('STRING');

/** The connectors' `MsgKey`; the message id stands where MQTT's packet id stood. */
const KEY = createSchema('STRUCT', {
  name: 'io.lenses.streamreactor.common.converters.MsgKey',
  fields: createFields([
    ['topic', STRING],
    ['id', STRING],
  ]),
});

const messageKey = ({ topic, id }: MqttMessage) => ({
  schema: KEY,
  value: createStruct(KEY, ({ name }) => (name === 'topic' ? topic : id)),
});

const messageHeaders = ({ topic, clientId, id, traceId }: MqttMessage): readonly Header[] => [
  header('mqtt-topic', topic),
  ...(clientId === undefined ? [] : [header('mqtt-client-id', clientId)]),
  header('message-id', id),
  ...(traceId === undefined ? [] : [header('trace-id', traceId)]),
];

const header = (key: string, text: string): Header => ({ key, value: Buffer.from(text) });
