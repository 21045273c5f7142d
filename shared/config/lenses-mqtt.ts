import type { SourceStatement } from './connector.ts';
import { type Refusal, readStatements } from './lenses-kcql.ts';
import type { Settings } from './settings.ts';

/** The Landoop/Lenses MQTT source under its names. */
export const LENSES_MQTT_CLASSES = [
  'io.lenses.streamreactor.connect.mqtt.source.MqttSourceConnector',
  'com.datamountaineer.streamreactor.connect.mqtt.source.MqttSourceConnector',
];

const KCQL = 'connect.mqtt.kcql';
const BYTES_CONVERTER = /(^|\.)BytesConverter$/;

const REFUSED: readonly Refusal[] = [
  {
    what: 'a statement without INSERT INTO',
    asked: ({ kind }) => kind === 'select',
    expected: 'INSERT INTO a Kafka topic',
  },
  {
    what: 'a target with $',
    asked: ({ target = '' }) => target.includes('$'),
    expected: 'a Kafka topic by its name',
  },
  {
    what: 'WITHCONVERTER',
    asked: ({ converter = 'BytesConverter' }) => !BYTES_CONVERTER.test(converter),
    expected: 'BytesConverter, which is the default',
  },
  {
    what: 'WITHREGEX',
    asked: ({ regex }) => regex !== undefined,
    expected: 'an MQTT topic filter in FROM',
  },
];

/** Maps the Lenses MQTT source's keys onto our statements. */
export const readLensesMqtt = (settings: Settings): readonly SourceStatement[] =>
  readStatements(settings, KCQL, REFUSED).map(({ target = '', source }) => ({
    filter: withoutShare(source),
    target,
  }));

const SHARED = /^\$share\/[^/]+\//;

/** A subscription without its `$share/<group>/`: what a topic rule's FROM takes. */
const withoutShare = (filter: string): string => filter.replace(SHARED, '');
