import { createFields, createSchema } from '../connect/schema.ts';
import { createStruct } from '../connect/struct.ts';
import type { SchemaAndValue } from '../connect/value.ts';
import type { MqttMessage } from './iot-event.ts';

const STRING = createSchema('STRING');

/** Lenses' `MsgKey`; the message id stands where MQTT's packet id stood. */
const MSG_KEY = createSchema('STRUCT', {
  name: 'io.lenses.streamreactor.common.converters.MsgKey',
  fields: createFields([
    ['topic', STRING],
    ['id', STRING],
  ]),
});

/** The key of a converter that was not asked for fields. */
export const msgKey = ({ topic, id }: MqttMessage): SchemaAndValue => ({
  schema: MSG_KEY,
  value: createStruct(MSG_KEY, ({ name }) => (name === 'topic' ? topic : id)),
});

/** A key that is text. */
export const textKey = (value: string): SchemaAndValue => ({ schema: STRING, value });

/** A key without schema, as JsonPassThroughConverter makes them. */
export const bareKey = (value: string): SchemaAndValue => ({ schema: null, value });

/** Keys by device, for who wants the records of one in order: a message without client id has its topic. */
export const DEVICE_KEYS = {
  'client-id': ({ clientId, topic }: MqttMessage) => textKey(clientId ?? topic),
  topic: ({ topic }: MqttMessage) => textKey(topic),
} as const;
