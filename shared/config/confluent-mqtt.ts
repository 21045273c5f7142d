import type { SourceStatement } from './connector.ts';
import type { CONFLUENT_MQTT_KEYS } from './keys/confluent-mqtt.ts';
import type { Reading } from './read-rows.ts';
import { checkFilter, checkTopic } from './topic-names.ts';

/**
 * Maps Confluent's MQTT source's keys onto our statements: one topic for all filters. Its records have
 * the MQTT topic as key, and headers of their own, which are not there yet.
 */
export const readConfluentMqtt = ({
  values,
  report,
}: Reading<typeof CONFLUENT_MQTT_KEYS>): readonly SourceStatement[] => {
  const target = values['kafka.topic'];
  report.later('connector.class', 'mqtt headers');
  checkTopic('kafka.topic', target, report);
  return values['mqtt.topics'].map((filter) => {
    checkFilter('mqtt.topics', filter, report);
    return { filter, target };
  });
};
