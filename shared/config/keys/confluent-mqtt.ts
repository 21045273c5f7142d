import {
  booleanKey,
  intKey,
  listKey,
  passwordKey,
  requiredList,
  textKey,
} from '../../connect/config-keys.ts';
import { honoured, type KeyTable, noEffect } from '../key-row.ts';

const BROKER = 'IoT Core is the broker, and its rule brings the messages';
const LICENCE = 'nothing here needs a licence of Confluent’s';

/** Keys of Confluent's MQTT source (its documentation, "Configuration Reference for MQTT Source Connector"). */
export const CONFLUENT_MQTT_KEYS = {
  'mqtt.topics': honoured(requiredList('MQTT topic filters.')),
  'kafka.topic': honoured(textKey('mqtt', 'The Kafka topic for all of them.')),
  'mqtt.server.uri': noEffect(BROKER, listKey('URIs of the MQTT brokers.')),
  'mqtt.username': noEffect(BROKER, textKey('', 'User name at the broker.')),
  'mqtt.password': noEffect(BROKER, passwordKey('Password at the broker.')),
  'mqtt.qos': noEffect(
    'devices publish with the quality of service that they choose',
    intKey(0, 'Quality of service of the subscriptions.', { min: 0, max: 2 }),
  ),
  'mqtt.clean.session.enabled': noEffect(BROKER, booleanKey(true, 'Whether sessions begin anew.')),
  'mqtt.connect.timeout.seconds': noEffect(BROKER, intKey(30, 'Time to connect, in seconds.')),
  'mqtt.keepalive.interval.seconds': noEffect(
    BROKER,
    intKey(60, 'Keep-alive interval, in seconds.', { min: 1 }),
  ),
  'mqtt.ssl.trust.store.path': noEffect(BROKER, textKey('', 'Path of the trust store.')),
  'mqtt.ssl.trust.store.password': noEffect(BROKER, passwordKey('Password of the trust store.')),
  'mqtt.ssl.key.store.path': noEffect(BROKER, textKey('', 'Path of the key store.')),
  'mqtt.ssl.key.store.password': noEffect(BROKER, passwordKey('Password of the key store.')),
  'mqtt.ssl.key.password': noEffect(BROKER, passwordKey('Password of the private key.')),
  'confluent.license': noEffect(LICENCE, passwordKey('Confluent’s licence.')),
  'confluent.topic': noEffect(LICENCE, textKey('_confluent-command', 'The licence’s topic.')),
  'confluent.topic.*': noEffect(LICENCE, passwordKey('Settings of the licence’s topic.')),
} as const satisfies KeyTable;
