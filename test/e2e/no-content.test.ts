import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { SinkRecord, SourceRecord } from '../../shared/connect/records.ts';
import { aivenSinkFile, confluentSinkFile, sinkFile, sourceFile } from '../support/connectors.ts';
import { answer, type Fault, startFaultProxy } from '../support/fault-proxy.ts';
import { createTopic, headerText, readTopic } from '../support/kafka-topics.ts';
import { startLambda } from '../support/lambda.ts';
import { anIotEvent, anMskEvent, aSinkRecord } from '../support/records.ts';
import { sharedKafka, sharedOpenSearch } from '../support/shared-servers.ts';

/** What is looked for: in every key, value and header, and nowhere else. */
const CANARY = 'canary-8f2c';
const CHECKOUT = new URL('../../', import.meta.url);
const handler = (name: string) => fileURLToPath(new URL(`handlers/${name}.ts`, CHECKOUT));
const JSON_CONVERTER = 'org.apache.kafka.connect.json.JsonConverter';
const WITH_SCHEMA = { 'value.converter.schemas.enable': 'true' };

let kafka: string;
let opensearch: string;
beforeAll(async () => {
  [kafka, opensearch] = await Promise.all([sharedKafka(), sharedOpenSearch()]);
  await fetch(`${opensearch}/canaries`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ mappings: { properties: { level: { type: 'integer' } } } }),
  });
});

/** A folder with that connector file, and modules beside it that throw what they are given. */
const aFolder = async (file: object): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'connectless-canary-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const modules = {
    'connector.json': JSON.stringify(file),
    'package.json': '{"type":"module"}',
    'throws.ts': `import { defineConverter, defineTransform } from 'connectless';
      export const transform = defineTransform({ keys: {}, create: () => (record) => {
        throw new Error(String(record.value.read().value));
      } });
      export const converter = defineConverter({ keys: {}, create: () => ({
        toConnect: (bytes) => { throw String(bytes); },
        fromConnect: (data) => { throw new TypeError(String(data.value)); },
      }) });`,
    'refuses.ts': `import { defineTransform, refuse } from 'connectless';
      export const transform = defineTransform({ keys: {}, create: () => (record) =>
        refuse(String(record.value.read().value)) });`,
  };
  for (const [name, text] of Object.entries(modules)) await writeFile(join(folder, name), text);
  const link = join(folder, 'node_modules/connectless');
  await mkdir(dirname(link), { recursive: true });
  await symlink(fileURLToPath(CHECKOUT), link);
  return folder;
};

type Run = {
  readonly leg: 'kafka-to-opensearch' | 'mqtt-to-kafka';
  readonly file: object;
  readonly event: unknown;
  readonly node?: string;
  readonly env?: Readonly<Record<string, string>>;
};

/** As talkative as an operator can make a function. */
const TALKATIVE = { POWERTOOLS_LOG_LEVEL: 'DEBUG', KAFKAJS_LOG_LEVEL: 'DEBUG' };

/** Invokes a function once, and answers with all that can be seen of that from outside. */
const run = async ({
  leg,
  file,
  event,
  node = opensearch,
  env = TALKATIVE,
}: Run): Promise<string> => {
  const lambda = await startLambda(handler(leg), {
    CONNECTORS_DIR: await aFolder(file),
    KAFKA_BROKERS: kafka,
    OPENSEARCH_NODE: node,
    PARTIAL_BATCH_RESPONSE: 'true',
    ...env,
  });
  const { answer, thrown } = await lambda.invoke(event, 10_000);
  await lambda.kill();
  return [JSON.stringify(answer), thrown, lambda.output()].filter(Boolean).join('\n');
};

/** A dead letter topic of its own. */
let topics = 0;
const letterTopic = async (config?: Readonly<Record<string, string>>): Promise<string> => {
  topics += 1;
  const topic = `letters-${topics}`;
  await createTopic(kafka, topic, 1, config);
  return topic;
};
const tolerant = (topic: string) => ({
  'errors.tolerance': 'all',
  'errors.deadletterqueue.topic.name': topic,
});
const headers = (name: string, text = CANARY): SinkRecord['headers'] => [
  { key: name, value: Buffer.from(text) },
];

/** The stage of each letter, once it is clear that the letter holds the canary. */
const stages = (letters: readonly SourceRecord[]): readonly (string | undefined)[] =>
  letters.map((letter) => {
    expect(`${letter.key} ${letter.value}`).toContain(CANARY);
    return headerText(letter, '__connect.errors.stage');
  });

const aRecord = (over: Partial<SinkRecord> = {}): SinkRecord =>
  aSinkRecord({
    key: Buffer.from(`"${CANARY}-key"`),
    value: Buffer.from(`{"level":1,"text":"${CANARY}"}`),
    headers: headers('message-id'),
    timestamp: Date.now(),
    ...over,
  });
const CONFLUENT = {
  ...confluentSinkFile({ 'key.ignore': false }),
  'connect.elastic.kcql': undefined,
};
const AIVEN = { ...aivenSinkFile(), 'connect.elastic.kcql': undefined };
const KCQL = 'INSERT INTO canaries SELECT * FROM phone-data PK _header.message-id';

describe('the sink says nothing of a record but in its letter', () => {
  it.each<{ what: string; stage: string; over?: object; record?: Partial<SinkRecord> }>([
    {
      what: 'a value that is no JSON',
      stage: 'VALUE_CONVERTER',
      record: { value: Buffer.from(`{"a":${CANARY}`) },
    },
    {
      what: 'a value that its converter refuses',
      stage: 'VALUE_CONVERTER',
      over: { 'value.converter': JSON_CONVERTER, ...WITH_SCHEMA },
      record: { value: Buffer.from(`{"schema":"${CANARY}","payload":"${CANARY}"}`) },
    },
    {
      what: 'a value that its converter cannot read',
      stage: 'VALUE_CONVERTER',
      over: { 'value.converter': JSON_CONVERTER, ...WITH_SCHEMA },
      record: { value: Buffer.from(CANARY) },
    },
    {
      what: 'a key that its converter refuses',
      stage: 'KEY_CONVERTER',
      over: {
        'key.converter': JSON_CONVERTER,
        transforms: 'k',
        'transforms.k.type': 'org.apache.kafka.connect.transforms.ExtractField$Key',
        'transforms.k.field': 'a',
      },
      record: { key: Buffer.from(CANARY) },
    },
    {
      what: 'a value that a transform refuses',
      stage: 'TRANSFORMATION',
      over: {
        'value.converter': JSON_CONVERTER,
        'value.converter.schemas.enable': 'false',
        transforms: 'c',
        'transforms.c.type': 'org.apache.kafka.connect.transforms.Cast$Value',
        'transforms.c.spec': 'text:int32',
      },
    },
    {
      what: 'an error of a transform of their own',
      stage: 'TRANSFORMATION',
      over: { transforms: 'o', 'transforms.o.type': './throws.ts' },
    },
    {
      what: 'a refusal of a transform of their own',
      stage: 'TRANSFORMATION',
      over: { transforms: 'o', 'transforms.o.type': './refuses.ts' },
    },
    {
      what: 'a converter of their own that throws a text',
      stage: 'VALUE_CONVERTER',
      over: { 'value.converter': './throws.ts' },
    },
    {
      what: 'an id that is too long',
      stage: 'TASK_PUT',
      record: { headers: headers('message-id', CANARY.repeat(60)) },
    },
    { what: 'an id that is not there', stage: 'TASK_PUT', record: { headers: headers('other') } },
    {
      what: 'a time that names no index',
      stage: 'TASK_PUT',
      over: { 'connect.elastic.kcql': `${KCQL} WITHINDEXSUFFIX=_{yyyy}` },
      record: { timestamp: 0 },
    },
    {
      what: 'a value that OpenSearch quotes when it refuses it',
      stage: 'TASK_PUT',
      record: { value: Buffer.from(`{"level":"${CANARY}"}`) },
    },
    {
      what: 'a tombstone that is refused',
      stage: 'TASK_PUT',
      over: {
        'connect.elastic.kcql': `${KCQL} PROPERTIES('behavior.on.null.values'='FAIL')`,
      },
      record: { value: null },
    },
    {
      what: 'an index that it names wrongly',
      stage: 'TASK_PUT',
      over: { 'connect.elastic.kcql': 'INSERT INTO _value.text SELECT * FROM phone-data' },
      record: { value: Buffer.from(`{"text":"${CANARY}/"}`) },
    },
    {
      what: 'a version that is none',
      stage: 'TASK_PUT',
      over: { ...CONFLUENT, 'external.version.header': 'message-id' },
    },
    {
      what: 'a shard that nothing names',
      stage: 'TASK_PUT',
      over: {
        ...AIVEN,
        'routing.type': 'value',
        'routing.type.record.value.path': '/list',
      },
      record: { value: Buffer.from(`{"list":["${CANARY}"]}`) },
    },
    { what: 'an array', stage: 'TASK_PUT', record: { value: Buffer.from(`["${CANARY}"]`) } },
  ])('$what', async ({ stage, over, record }) => {
    const topic = await letterTopic();
    const file = sinkFile({ 'connect.elastic.kcql': KCQL, ...tolerant(topic), ...over });

    const seen = await run({
      leg: 'kafka-to-opensearch',
      file,
      event: anMskEvent([aRecord(record)]),
    });

    expect(seen).toContain('"message":"errant record"');
    expect(seen).toContain('"RecordsErrant":1');
    expect(seen).not.toContain(CANARY);
    expect(stages(await readTopic(kafka, topic))).toEqual([stage]);
  });

  const quoting = { error: { type: 'x', reason: `failed to parse ${CANARY}` } };
  it.each<{ what: string; fault: Fault; letters: number }>([
    { what: 'a document that is too large', fault: answer(413, quoting), letters: 1 },
    { what: 'a request that is refused', fault: answer(400, quoting), letters: 1 },
    { what: 'a refusal in prose', fault: answer(400, `<p>${CANARY}</p>`), letters: 0 },
    { what: 'missing rights', fault: answer(403, quoting), letters: 0 },
    { what: 'a wrong address', fault: answer(404, `<p>${CANARY}</p>`), letters: 0 },
    { what: 'a failure', fault: answer(500, quoting), letters: 0 },
    { what: 'an answer cut short', fault: answer(200, `{"items":["${CANARY}`), letters: 0 },
  ])('$what', async ({ fault, letters }) => {
    const topic = await letterTopic();
    await using proxy = await startFaultProxy(opensearch, () => fault);
    const file = sinkFile({ 'connect.elastic.kcql': KCQL, ...tolerant(topic) });

    const seen = await run({
      leg: 'kafka-to-opensearch',
      file,
      event: anMskEvent([aRecord()]),
      node: proxy.url,
    });

    expect(proxy.requests[0]?.body).toContain(CANARY);
    expect(seen).not.toContain(CANARY);
    expect(await readTopic(kafka, topic)).toHaveLength(letters);
  });

  it('a letter that Kafka refuses', async () => {
    const topic = await letterTopic({ 'max.message.bytes': '500' });
    const value = Buffer.from(`{"level":"${CANARY.repeat(100)}"}`);
    const file = sinkFile({ 'connect.elastic.kcql': KCQL, ...tolerant(topic) });

    const seen = await run({
      leg: 'kafka-to-opensearch',
      file,
      event: anMskEvent([aRecord({ value, offset: 7 })]),
    });

    expect(seen).toContain('{"partition":"phone-data-0","offset":7}');
    expect(seen).toContain('"message":"dead letter not written"');
    expect(seen).toContain('"reason":"Kafka answered MESSAGE_TOO_LARGE"');
    expect(seen).not.toContain(CANARY);
  });

  it.each(['none', 'dropped'])('an errant record where letters are %s', async (what) => {
    const over =
      what === 'none' ? {} : { 'errors.tolerance': 'all', 'connectless.errors.drop': 'true' };
    const file = sinkFile({ 'connect.elastic.kcql': KCQL, ...over });
    const event = anMskEvent([aRecord({ value: Buffer.from(CANARY) })]);

    const seen = await run({ leg: 'kafka-to-opensearch', file, event });

    expect(seen).toContain(
      what === 'none' ? 'errant record not tolerated' : 'errant record dropped',
    );
    expect(seen).not.toContain(CANARY);
  });

  it('a good record, of which it says nothing but metrics', async () => {
    const file = sinkFile({ 'connect.elastic.kcql': KCQL });

    const event = anMskEvent([aRecord()]);
    const seen = await run({ leg: 'kafka-to-opensearch', file, event, env: {} });

    const [answered, ...lines] = seen.split('\n').filter(Boolean);
    expect(answered).toBe('{"batchItemFailures":[]}');
    expect(lines.map((line) => Object.keys(JSON.parse(line)).slice(0, 3))).toEqual([
      ['_aws', 'Connector', 'Topic'],
    ]);
    expect(seen).not.toContain(CANARY);
  });

  it('an event that is none', async () => {
    const event = { records: { 'phone-data-0': [{ key: CANARY, value: [CANARY] }] } };

    const seen = await run({ leg: 'kafka-to-opensearch', file: sinkFile(), event });

    expect(seen).toContain('ConnectError');
    expect(seen).not.toContain(CANARY);
  });
});

const JSON_SOURCE =
  'INSERT INTO canary-target SELECT * FROM phone/data WITHCONVERTER=`com.datamountaineer.streamreactor.connect.converters.source.JsonSimpleConverter`';
const BYTES_SOURCE = 'INSERT INTO canary-target SELECT * FROM phone/data';

describe('the source says nothing of a message but in its letter', () => {
  beforeAll(() => createTopic(kafka, 'canary-target', 1, { 'max.message.bytes': '2000' }));

  it.each<{ what: string; stage: string; over: object; payload?: string }>([
    {
      what: 'a payload that its converter refuses',
      stage: 'VALUE_CONVERTER',
      over: { 'connect.mqtt.kcql': JSON_SOURCE },
      payload: `{"a":${CANARY}`,
    },
    {
      what: 'an error of a transform of their own',
      stage: 'TRANSFORMATION',
      over: { transforms: 'o', 'transforms.o.type': './throws.ts' },
    },
    {
      what: 'an error of a converter of their own',
      stage: 'VALUE_CONVERTER',
      over: { 'value.converter': './throws.ts' },
    },
    {
      what: 'a record that is too large',
      stage: 'KAFKA_PRODUCE',
      over: {},
      payload: CANARY.repeat(1_000),
    },
  ])('$what', async ({ stage, over, payload = CANARY }) => {
    const topic = await letterTopic();
    const event = anIotEvent({ payload: Buffer.from(payload), clientId: CANARY, id: CANARY });
    const file = { 'connect.mqtt.kcql': BYTES_SOURCE, ...over };
    const tolerated = sourceFile({
      ...file,
      ...tolerant(topic),
      'connectless.errors.stacktrace': 'true',
    });

    const kept = await run({ leg: 'mqtt-to-kafka', file: tolerated, event });
    const rejected = await run({ leg: 'mqtt-to-kafka', file: sourceFile(file), event });

    expect(kept).toContain('"message":"errant record"');
    expect(kept).toContain('"RecordsErrant":1');
    expect(kept).not.toContain(CANARY);
    expect(stages(await readTopic(kafka, topic))).toEqual([stage]);
    expect(rejected).toContain('DataError');
    expect(rejected).not.toContain(CANARY);
  });

  it.each([
    { what: 'an event of a topic that no filter has', event: { filter: undefined, topic: CANARY } },
    { what: 'an event without a topic', event: { topic: undefined, data: CANARY } },
    { what: 'an event whose payload is no text', event: { data: [CANARY] } },
  ])('$what', async ({ event }) => {
    const whole = { ...(anIotEvent({ id: CANARY }) as object), ...event };

    const seen = await run({ leg: 'mqtt-to-kafka', file: sourceFile(), event: whole });

    expect(seen).toContain('ConnectError');
    expect(seen).not.toContain(CANARY);
  });

  it('a good message, of which it says nothing at all', async () => {
    const file = sourceFile({ 'connect.mqtt.kcql': BYTES_SOURCE });

    expect(await run({ leg: 'mqtt-to-kafka', file, event: anIotEvent(), env: {} })).toBe('');
  });
});
