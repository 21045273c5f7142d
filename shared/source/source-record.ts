import type { SourceStatement } from '../config/connector.ts';
import type { Header, SourceRecord } from '../connect/records.ts';
import type { MqttMessage } from './iot-event.ts';

/**
 * The record that a statement makes of a message. The key is the connector's `MsgKey` struct as
 * StringConverter writes it, the message id standing where MQTT's packet id stood.
 */
export const sourceRecord = ({ target }: SourceStatement, message: MqttMessage): SourceRecord => ({
  topic: target,
  key: Buffer.from(`Struct{topic=${message.topic},id=${message.id}}`),
  value: message.payload,
  headers: messageHeaders(message),
  timestamp: message.timestamp,
});

const messageHeaders = ({ topic, clientId, id, traceId }: MqttMessage): readonly Header[] => [
  header('mqtt-topic', topic),
  ...(clientId === undefined ? [] : [header('mqtt-client-id', clientId)]),
  header('message-id', id),
  ...(traceId === undefined ? [] : [header('trace-id', traceId)]),
];

const header = (key: string, text: string): Header => ({ key, value: Buffer.from(text) });
