import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectAsync } from 'mqtt';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { KafkaServer } from '../../local/servers/kafka.ts';
import { headerText, readTopic } from '../support/kafka-topics.ts';
import { startLocalRun } from '../support/local-run.ts';
import { allSources } from '../support/opensearch-documents.ts';
import { startTestKafka, type TestServer } from '../support/servers.ts';
import { sharedOpenSearch } from '../support/shared-servers.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));
const TRANSFORMS = join(CHECKOUT, 'examples/custom-transform/connectors/transforms');
const JSON_VALUES = {
  'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'value.converter.schemas.enable': 'false',
};
/** A renaming that takes nothing of the topic's name along. */
const RENAME = {
  'transforms.rename.type': 'org.apache.kafka.connect.transforms.RegexRouter',
  'transforms.rename.regex': 'phone-(.*)',
  'transforms.rename.replacement': 'telemetry-$1',
};
const CONNECTORS = {
  source: {
    'connector.class': 'io.lenses.streamreactor.connect.mqtt.source.MqttSourceConnector',
    'connect.mqtt.hosts': 'tcp://mqtt:1883',
    'connect.mqtt.kcql': 'INSERT INTO phone-data SELECT * FROM phone/data',
  },
  aiven: {
    'connector.class': 'io.aiven.kafka.connect.opensearch.OpenSearchSinkConnector',
    topics: 'phone-data',
    'connection.url': 'https://search.example',
    'key.ignore': 'true',
    'schema.ignore': 'true',
    ...JSON_VALUES,
    transforms: 'rename',
    ...RENAME,
  },
  lenses: {
    'connector.class': 'io.lenses.streamreactor.connect.elastic7.ElasticSinkConnector',
    topics: 'phone-data',
    'connect.elastic.hosts': 'search.example',
    'connect.elastic.kcql': 'INSERT INTO volts SELECT * FROM phone-data PK _header.message-id',
    ...JSON_VALUES,
    transforms: 'rename,volts',
    ...RENAME,
    'transforms.volts.type': './transforms/battery-volts.ts',
    'errors.tolerance': 'all',
    'errors.deadletterqueue.topic.name': 'lenses-dead-letters',
  },
};

const byText = (a: string, b: string): number => a.localeCompare(b);

const folder = await temporaryFolder();
let kafka: TestServer<KafkaServer>;
let opensearch: string;

beforeAll(async () => {
  [kafka, opensearch] = await Promise.all([startTestKafka(), sharedOpenSearch()]);
});
afterAll(() => Promise.all([kafka?.discard(), folder[Symbol.asyncDispose]()]));

/** The connectors with a module beside them, in a folder that has `connectless` installed. */
const writeConnectors = async (): Promise<string> => {
  const connectors = join(folder.path, 'connectors');
  await cp(TRANSFORMS, join(connectors, 'transforms'), { recursive: true });
  await mkdir(join(folder.path, 'node_modules'));
  await symlink(CHECKOUT, join(folder.path, 'node_modules/connectless'));
  for (const [name, config] of Object.entries(CONNECTORS))
    await writeFile(join(connectors, `${name}.json`), JSON.stringify({ name, config }));
  return connectors;
};

it('runs transforms of Kafka and of a user: topics are renamed, and one bad record is errant alone', async () => {
  const run = startLocalRun(['--devices', '0'], {
    CONNECTORS_DIR: await writeConnectors(),
    KAFKA_BROKERS: kafka.address,
    OPENSEARCH_NODE: opensearch,
  });
  onTestFinished(async () => {
    run.interrupt();
    await run.exited;
  });
  const [, url = ''] = await run.line(/^MQTT (.*)$/);
  await run.line(/_search/);
  const mqtt = await connectAsync(url);
  const sent = ['{"millivolts":3700}', '{"millivolts":null}', '{"n":1.50}'];

  for (const payload of sent) await mqtt.publishAsync('phone/data', payload, { qos: 1 });

  await run.line(/indexed 5, errant 1/);
  await mqtt.endAsync(true);
  const documents = async (index: string) =>
    [...(await allSources(opensearch, index)).values()].sort(byText);
  expect(await documents('telemetry-data')).toEqual(sent.toSorted(byText));
  expect(await documents('volts')).toEqual(['{"millivolts":3700,"volts":3.7}', '{"n":1.50}']);
  const letters = await readTopic(kafka.address, 'lenses-dead-letters');
  expect(letters.map(({ value }) => value?.toString())).toEqual(['{"millivolts":null}']);
  expect(letters.map((letter) => headerText(letter, '__connect.errors.stage'))).toEqual([
    'TRANSFORMATION',
  ]);
});
