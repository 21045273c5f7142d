import type { SourceStatement } from './connector.ts';
import type { CONFLUENT_MQTT_KEYS } from './keys/confluent-mqtt.ts';
import type { Reading } from './read-rows.ts';
import { checkFilter, checkTopic, withoutShare } from './topic-names.ts';

/**
 * Maps Confluent's MQTT source's keys onto our statements: one topic for all filters, and the MQTT topic
 * as key. The headers are ours: IoT Core's rules know none of Confluent's (packet id, QoS, retained,
 * duplicate).
 */
export const readConfluentMqtt = ({
  values,
  report,
}: Reading<typeof CONFLUENT_MQTT_KEYS>): readonly SourceStatement[] => {
  const target = values['kafka.topic'];
  checkTopic('kafka.topic', target, report);
  return values['mqtt.topics'].map((topic) => {
    const filter = withoutShare(topic);
    checkFilter('mqtt.topics', filter, report);
    return { filter, target, key: 'topic' };
  });
};
