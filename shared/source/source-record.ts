import type { SourceConnector, SourceStatement } from '../config/connector.ts';
import {
  type ConnectRecord,
  decodedPart,
  encodedPart,
  type Part,
  partBytes,
  toSourceRecord,
} from '../connect/connect-record.ts';
import type { Converter } from '../connect/converters/converter.ts';
import { createConverters } from '../connect/converters/create-converters.ts';
import { DataError } from '../connect/errors.ts';
import type { Header, SourceRecord } from '../connect/records.ts';
import { createTransforms } from '../transforms/create-transforms.ts';
import type { MqttMessage } from './iot-event.ts';
import { DEVICE_KEYS } from './message-key.ts';
import { convertPayload } from './payload-converters.ts';
import { targetTopic } from './target-topic.ts';

/** A message's record, or nothing where a transform drops it; with an error, what its letter has of it. */
type Made =
  | { readonly record: SourceRecord | undefined; readonly error?: undefined }
  | { readonly record: SourceRecord; readonly error: DataError };

/** Makes the record of a message by a statement. */
export type ToSourceRecord = (statement: SourceStatement, message: MqttMessage) => Made;

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
  const convert = (statement: SourceStatement, message: MqttMessage): ConnectRecord | undefined => {
    const { key, value } = convertPayload(message, statement);
    const before: ConnectRecord = {
      topic: targetTopic(statement.target, message.topic),
      partition: null,
      offset: null,
      timestamp: message.timestamp,
      key: deviceKey(statement, message) ?? decodedPart(key),
      value: decodedPart(value),
      headers: messageHeaders(message).map(({ key, value }) => ({
        key,
        value: encodedPart(value, converters.header),
      })),
      origin: { partition: new Map([['topic', message.topic]]), offset: new Map() },
    };
    return transform ? transform(before) : before;
  };
  return (statement, message) => {
    let converted: ConnectRecord | undefined;
    try {
      converted = convert(statement, message);
      if (converted === undefined) return { record: undefined };
      const record = toSourceRecord(converted, converters, message.timestamp);
      return { record: { ...record, countedAs: statement.target } };
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      const key = converted?.key ?? deviceKey(statement, message);
      return { record: rawRecord(statement, message, key && bytesOf(key, converters.key)), error };
    }
  };
};

/** A key by device needs nothing of the payload. */
const deviceKey = ({ key }: SourceStatement, message: MqttMessage): Part | undefined =>
  key && decodedPart(DEVICE_KEYS[key](message));

/** A key that its converter refuses, too, is none. */
const bytesOf = (key: Part, converter: Converter): Buffer | null => {
  try {
    return partBytes(key, converter);
  } catch (error) {
    if (error instanceof DataError) return null;
    throw error;
  }
};

/** A message as it came, with what could be made of its key: the letter of one that is refused. */
export const rawRecord = (
  { target }: SourceStatement,
  message: MqttMessage,
  key: Buffer | null = null,
): SourceRecord => ({
  topic: targetTopic(target, message.topic),
  key,
  value: message.payload,
  headers: messageHeaders(message),
  timestamp: message.timestamp,
  countedAs: target,
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
