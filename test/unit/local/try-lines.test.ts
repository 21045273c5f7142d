import { expect, it } from 'vitest';
import { tryLines } from '../../../local/try-lines.ts';
import { aSourceConnector, connectorOf, sinkFile } from '../../support/connectors.ts';

const ENDPOINTS = { mqtt: 'mqtt://a:1884', kafka: 'b:9092', opensearch: 'http://c:9200' };
/** A sink that writes one topic into one index. */
const sinkOf = (topic: string, index: string) =>
  connectorOf(
    sinkFile({
      topics: topic,
      'connect.elastic.kcql': `INSERT INTO ${index} SELECT * FROM ${topic}`,
    }),
  );

it('shows a message to publish, and the index in which the sink of its topic puts it', () => {
  const connectors = [
    sinkOf('other', 'others'),
    sinkOf('phone-data', 'phones'),
    aSourceConnector({
      statements: [
        { filter: 'tablet/+', target: 'tablets' },
        { filter: 'phone/+', target: 'phone-data' },
      ],
    }),
  ];

  expect(tryLines(ENDPOINTS, connectors, 0)).toEqual([
    'MQTT mqtt://a:1884',
    'Kafka b:9092',
    'OpenSearch http://c:9200',
    `  mosquitto_pub -h a -p 1884 -t phone/me -m '{"hello":"world"}'`,
    `  curl 'http://c:9200/phones/_search?q=hello:world&pretty'`,
  ]);
});
