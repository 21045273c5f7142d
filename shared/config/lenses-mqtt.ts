import type { SourceStatement } from './connector.ts';
import { readStatements } from './lenses-kcql.ts';
import type { Settings } from './settings.ts';

/** The Landoop/Lenses MQTT source under its names. */
export const LENSES_MQTT_CLASSES = [
  'io.lenses.streamreactor.connect.mqtt.source.MqttSourceConnector',
  'com.datamountaineer.streamreactor.connect.mqtt.source.MqttSourceConnector',
];

const KCQL = 'connect.mqtt.kcql';

/** Maps the Lenses MQTT source's keys onto our statements. */
export const readLensesMqtt = (settings: Settings): readonly SourceStatement[] =>
  readStatements(settings, KCQL).map(({ target = '', source }) => ({
    filter: withoutShare(source),
    target,
  }));

const SHARED = /^\$share\/[^/]+\//;

/** A subscription without its `$share/<group>/`: what a topic rule's FROM takes. */
const withoutShare = (filter: string): string => filter.replace(SHARED, '');
