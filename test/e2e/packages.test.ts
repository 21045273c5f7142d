import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFunction, type LambdaFunction } from '../../local/lambda/function.ts';
import type { KafkaServer } from '../../local/servers/kafka.ts';
import { createTopic, headerText, readTopic } from '../support/kafka-topics.ts';
import { allSources, sourceText } from '../support/opensearch-documents.ts';
import { packageService, type ServicePackage } from '../support/package-service.ts';
import { anIotEvent, anMskEvent } from '../support/records.ts';
import { startTestKafka, type TestServer } from '../support/servers.ts';
import { sharedOpenSearch } from '../support/shared-servers.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const PAYLOAD = Buffer.from('{"n":9007199254740993, "s":"ü\\u00fc"}');
const folder = await temporaryFolder();
const functions: LambdaFunction[] = [];
let packages: ServicePackage['functions'];
let kafka: TestServer<KafkaServer>;
let opensearch: string;

beforeAll(async () => {
  [{ functions: packages }, kafka, opensearch] = await Promise.all([
    packageService({ into: folder.path }),
    startTestKafka(),
    sharedOpenSearch(),
  ]);
  for (const topic of ['phone-data', 'phone-data-dead-letters'])
    await createTopic(kafka.address, topic);
});
afterAll(async () => {
  await Promise.all(functions.map((fn) => fn.stop()));
  await Promise.all([kafka?.discard(), folder[Symbol.asyncDispose]()]);
});

/** A function as its package lies unzipped, in the environment of the contract. */
const packaged = (key: string, handler: string): LambdaFunction => {
  const fn = createFunction({
    name: key,
    handler: join(packages[key]?.folder ?? '', handler),
    env: {
      KAFKA_BROKERS: kafka.address,
      KAFKA_SECURITY_PROTOCOL: 'PLAINTEXT',
      OPENSEARCH_NODE: opensearch,
      PARTIAL_BATCH_RESPONSE: 'true',
    },
    timeoutSeconds: 60,
    concurrency: 1,
  });
  functions.push(fn);
  return fn;
};

describe('the packages on real servers', () => {
  it('take a message from the event of a rule to its document, and change nothing when it is delivered again', async () => {
    const source = packaged('mqttSource', 'handlers/mqtt-to-kafka.mjs');
    const sink = packaged('opensearchSink', 'handlers/kafka-to-opensearch.mjs');

    await source.invoke(anIotEvent({ id: 'good', payload: PAYLOAD }));
    await source.invoke(anIotEvent({ id: 'bad', payload: Buffer.from('no JSON') }));
    const records = await readTopic(kafka.address, 'phone-data');
    const batch = records.map((record, offset) => ({ ...record, partition: 0, offset }));
    const answer = await sink.invoke(anMskEvent(batch));
    const again = await sink.invoke(anMskEvent(batch));

    const letters = await readTopic(kafka.address, 'phone-data-dead-letters');
    expect([answer, again]).toEqual([{ batchItemFailures: [] }, { batchItemFailures: [] }]);
    expect((await allSources(opensearch, 'phone-data_2025-04-24')).size).toBe(1);
    expect(await sourceText(opensearch, 'phone-data_2025-04-24', 'good')).toBe(PAYLOAD.toString());
    const coordinates = letters.map((letter) =>
      ['message-id', '__connect.errors.partition', '__connect.errors.offset'].map((name) =>
        headerText(letter, name),
      ),
    );
    expect(coordinates).toEqual([
      ['bad', '0', '1'],
      ['bad', '0', '1'],
    ]);
  });
});
