import {
  booleanKey,
  intKey,
  listKey,
  passwordKey,
  requiredText,
  textKey,
} from '../../connect/config-keys.ts';
import { aliasOf, honoured, type KeyTable, noEffect, refused } from '../key-row.ts';

const BROKER = 'IoT Core is the broker, and its rule brings the messages';
const NO_POLL = 'messages are brought to the function, nothing polls';
const OF_THE_SINK = 'Lenses has it for its MQTT sink alone';
const IN_KCQL = 'the converter in its statement, WITHCONVERTER=`class`';
const NO_AVRO = 'that it is left out: payloads in Avro are not read';

const qos = { min: 0, max: 2 };

/** Keys of the Landoop/Lenses MQTT source (`MqttConfig.scala`), and its older spellings (tags up to v0.2.6). */
export const LENSES_MQTT_KEYS = {
  'connect.mqtt.kcql': honoured(
    requiredText('KCQL statements: from which MQTT topics to which Kafka topics.'),
  ),
  'connect.mqtt.hosts': noEffect(BROKER, listKey('URIs of the MQTT brokers.')),
  'connect.mqtt.username': noEffect(BROKER, textKey(null, 'User name at the broker.')),
  'connect.mqtt.password': noEffect(BROKER, passwordKey('Password at the broker.')),
  'connect.mqtt.service.quality': noEffect(
    'devices publish with the quality of service that they choose',
    intKey(null, 'Quality of service of every subscription.', qos),
  ),
  'connect.mqtt.timeout': noEffect(BROKER, intKey(3000, 'Time to connect, in seconds.')),
  'connect.mqtt.clean': noEffect(BROKER, booleanKey(true, 'Whether sessions begin anew.')),
  'connect.mqtt.keep.alive': noEffect(BROKER, intKey(5000, 'Keep-alive interval, in seconds.')),
  'connect.mqtt.client.id': noEffect(BROKER, textKey(null, 'Client id of the connector.')),
  'connect.mqtt.ssl.ca.cert': noEffect(BROKER, textKey(null, 'Path of the CA certificate.')),
  'connect.mqtt.ssl.cert': noEffect(BROKER, textKey(null, 'Path of the certificate.')),
  'connect.mqtt.ssl.key': noEffect(BROKER, textKey(null, 'Path of the private key.')),
  'connect.mqtt.polling.timeout': noEffect(NO_POLL, intKey(1000, 'How long a poll waits, in ms.')),
  'connect.mqtt.share.replicate': noEffect(
    'a rule serves all of its function’s instances',
    booleanKey(false, 'Whether every task gets the shared subscriptions.'),
  ),
  'connect.mqtt.process.duplicates': noEffect(
    'IoT Core does not say which message is sent again: every one becomes a record',
    booleanKey(false, 'Whether a message that is sent again is taken.'),
  ),
  'connect.mqtt.converter.throw.on.error': noEffect(
    'a message that can’t be converted is errant, and errors.tolerance decides',
    booleanKey(false, 'Whether a message that can’t be converted is an error.'),
  ),
  'connect.mqtt.log.message': noEffect(
    'no content of records is logged',
    booleanKey(false, 'Whether every message is logged.'),
  ),
  'connect.converter.avro.schemas': refused(NO_AVRO, textKey(null, 'Avro schemas by MQTT topic.')),
  'connect.source.converter.avro.schemas': refused(
    NO_AVRO,
    textKey(null, 'Avro schemas by MQTT topic.'),
  ),
  'avro.schemas': refused(NO_AVRO, textKey(null, 'Avro schemas by MQTT topic.')),
  'connect.progress.enabled': noEffect(
    'CloudWatch counts the invocations',
    booleanKey(false, 'Whether records are counted in the log.'),
  ),
  'connect.mqtt.error.policy': noEffect(OF_THE_SINK, textKey(null, 'Error policy.')),
  'connect.mqtt.max.retries': noEffect(OF_THE_SINK, intKey(null, 'Retries.')),
  'connect.mqtt.retry.interval': noEffect(OF_THE_SINK, intKey(null, 'Time between retries.')),
  'connect.mqtt.retained.messages': noEffect(OF_THE_SINK, booleanKey(false, 'Retained messages.')),
  'connect.mqtt.converters': refused(
    IN_KCQL,
    textKey(null, 'Converters by MQTT topic, up to 0.2.6.'),
  ),

  'connect.mqtt.source.kcql': aliasOf('connect.mqtt.kcql'),
  'connect.mqtt.source.converters': aliasOf('connect.mqtt.converters'),
  'connect.mqtt.user': aliasOf('connect.mqtt.username'),
  'connect.mqtt.connection.clean': aliasOf('connect.mqtt.clean'),
  'connect.mqtt.connection.timeout': aliasOf('connect.mqtt.timeout'),
  'connect.mqtt.connection.keep.alive': aliasOf('connect.mqtt.keep.alive'),
  'connect.mqtt.connection.ssl.ca.cert': aliasOf('connect.mqtt.ssl.ca.cert'),
  'connect.mqtt.connection.ssl.cert': aliasOf('connect.mqtt.ssl.cert'),
  'connect.mqtt.connection.ssl.key': aliasOf('connect.mqtt.ssl.key'),
} as const satisfies KeyTable;
