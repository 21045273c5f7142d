import { randomUUID } from 'node:crypto';
import {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  ResourcePatternTypes,
} from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KafkaServer } from '../../local/servers/kafka.ts';
import type { KafkaConnection } from '../../shared/config/kafka-connection.ts';
import type { SourceRecord } from '../../shared/connect/records.ts';
import type { FindMessage, FoundMessage } from '../../shared/deploy/find-message.ts';
import { createMessageSearch } from '../../shared/deploy/message-search.ts';
import { searchRecords } from '../../shared/deploy/search-records.ts';
import {
  connectKafka,
  connectKafkaAdmin,
  connectRecordProducer,
  connectSearchedKafka,
} from '../../shared/kafka/connect.ts';
import { halt } from '../support/halt.ts';
import { plainKafka } from '../support/kafka-connection.ts';
import { createTopic } from '../support/kafka-topics.ts';
import { APRIL_24 } from '../support/records.ts';
import { startTestKafka, type TestServer } from '../support/servers.ts';

const PLAIN = 'org.apache.kafka.common.security.plain.PlainLoginModule required user_phones="p=w";';
const GROUP = 'connect-sink';

let kafka: TestServer<KafkaServer>;
beforeAll(async () => {
  kafka = await startTestKafka({
    listeners: ['SASL_PLAINTEXT'],
    properties: {
      'sasl.enabled.mechanisms': 'PLAIN',
      'listener.name.sasl_plaintext.plain.sasl.jaas.config': PLAIN,
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      // Who comes without a login may do everything; `phones` what it is given.
      'super.users': 'User:ANONYMOUS',
    },
  });
});
afterAll(() => kafka?.discard());

const plaintext = (): KafkaConnection => plainKafka(kafka.address);
const asPhones = (): KafkaConnection => ({
  ...plaintext(),
  brokers: [kafka.listeners.SASL_PLAINTEXT ?? ''],
  security: { protocol: 'SASL_PLAINTEXT', mechanism: 'PLAIN', username: 'phones', password: 'p=w' },
});

/** A topic of the test's own. */
const aTopic = async (
  partitions = 1,
  config: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const topic = `found-${randomUUID()}`;
  await createTopic(kafka.address, topic, partitions, config);
  return topic;
};

const produce = async (topic: string, records: readonly Partial<SourceRecord>[]): Promise<void> =>
  connectRecordProducer(plaintext()).send(
    records.map((over) => ({
      topic,
      key: null,
      value: Buffer.from('{"level":87}'),
      headers: [],
      timestamp: APRIL_24,
      ...over,
    })),
    AbortSignal.timeout(20_000),
  );

/** In a topic whose broker compresses what comes. */
const aCompressedRecord = async (compression: string) => {
  const topic = await aTopic(1, { 'compression.type': compression });
  const marker = randomUUID();
  await produce(topic, [{ value: Buffer.from(marker.repeat(100)) }]);
  return { topic, marker, ask: searchAs(plaintext()).ask };
};

const commit = async (topic: string, offset: number, group = GROUP): Promise<void> => {
  const admin = connectKafkaAdmin(plaintext());
  await admin.commit(group, topic, new Map([[0, `${offset}`]]));
  await admin.close();
};

/** The search as `prepare` has it, and how often it has connected. */
const searchAs = (connection: KafkaConnection) => {
  const opened: KafkaConnection[] = [];
  const search = createMessageSearch({
    openSearch: () => async () => ({ status: 200, body: {} }),
    kafka: async () => {
      opened.push(connection);
      return connectSearchedKafka(connection);
    },
  });
  return {
    opened,
    ask: (question: Partial<FindMessage>): Promise<FoundMessage> =>
      search({
        action: 'find',
        marker: randomUUID(),
        topics: [],
        groups: [],
        indices: [],
        ...question,
      }),
  };
};

describe('a marked record', () => {
  it('is found among thousands of others, from where the topic ended before', async () => {
    const topic = await aTopic(3);
    const marker = randomUUID();
    const others = Array.from({ length: 2_000 }, (_, i) => ({ kafkaPartition: i % 3 }));
    await produce(topic, others);
    const { ask } = searchAs(plaintext());

    const before = await ask({ marker, topics: [{ topic }] });
    await produce(topic, [
      ...others,
      { kafkaPartition: 1, value: Buffer.from(`{"connectless_verify":"${marker}"}`) },
      ...others,
    ]);
    const [first] = before.topics;
    const from = first && 'next' in first ? first.next : {};
    const after = await ask({ marker, topics: [{ topic, from }] });

    // Two thousand on three partitions.
    expect(before.topics).toEqual([
      { topic, records: [], next: { 0: 667, 1: 667, 2: 666 }, isAtEnd: true },
    ]);
    expect(after.topics).toEqual([
      {
        topic,
        records: [{ partition: 1, offset: 667 + 667, timestamp: APRIL_24 }],
        next: { 0: 2001, 1: 2002, 2: 1998 },
        isAtEnd: true,
      },
    ]);
  });

  it('is found by key, by header, and in what a converter has made base64 of', async () => {
    const topic = await aTopic();
    const marker = randomUUID();
    const payload = Buffer.from(`{"connectless_verify":"${marker}"}`).toString('base64');
    await produce(topic, [
      { key: Buffer.from(marker) },
      {},
      { headers: [{ key: 'marker', value: Buffer.from(marker) }] },
      { value: Buffer.from(`{"schema":{"type":"bytes"},"payload":"${payload}"}`) },
      { value: null },
    ]);

    const { topics } = await searchAs(plaintext()).ask({ marker, topics: [{ topic, from: {} }] });

    expect(topics).toMatchObject([
      { records: [{ offset: 0 }, { offset: 2 }, { offset: 3 }], next: { 0: 5 } },
    ]);
  });

  it('is no content: a letter says who has written it, and where it failed', async () => {
    const topic = await aTopic();
    const marker = randomUUID();
    const header = (name: string, text: string) => ({
      key: `__connect.errors.${name}`,
      value: Buffer.from(text),
    });
    await produce(topic, [
      {
        value: Buffer.from(`{"secret":1,"m":"${marker}"}`),
        headers: [
          header('connector.name', 'sink'),
          header('stage', 'TASK_PUT'),
          header('exception.message', 'a secret'),
        ],
      },
    ]);

    const { topics } = await searchAs(plaintext()).ask({ marker, topics: [{ topic, from: {} }] });

    expect(topics).toMatchObject([
      { records: [{ letter: { leg: 'sink', connector: 'sink', stage: 'TASK_PUT' } }] },
    ]);
    expect(JSON.stringify(topics)).not.toContain('secret');
  });

  it('comes with a later question in a topic that is larger than what one reads', async () => {
    const topic = await aTopic();
    const marker = randomUUID();
    for (let i = 0; i < 6; i++) await produce(topic, [{ value: Buffer.alloc(900_000, 'x') }]);
    await produce(topic, [{ value: Buffer.from(marker) }]);
    const { reader } = connectSearchedKafka(plaintext());
    const read = (from: Readonly<Record<number, number>>) =>
      searchRecords(reader, { topic, from }, marker, { bytes: 1, milliseconds: 60_000 });

    const first = await read({ 0: 0 });
    const rest = await read(first.next);
    reader.close();

    expect([first.isAtEnd, first.records]).toEqual([false, []]);
    expect(rest).toMatchObject({ isAtEnd: true, records: [{ offset: 6 }], next: { 0: 7 } });
  });

  it.each(['gzip', 'zstd'])('is found in records that %s has compressed', async (compression) => {
    const { topic, marker, ask } = await aCompressedRecord(compression);

    const { topics } = await ask({ marker, topics: [{ topic, from: {} }] });

    expect(topics).toMatchObject([{ records: [{ offset: 0 }], isAtEnd: true }]);
  });

  it.each([
    ['snappy', 'Snappy'],
    ['lz4', 'LZ4'],
  ])('is said to be out of sight in records that %s has compressed', async (compression, name) => {
    const { topic, marker, ask } = await aCompressedRecord(compression);

    const { topics } = await ask({ marker, topics: [{ topic, from: {} }] });

    expect(topics).toEqual([
      {
        topic,
        unknown: `${topic}-0 has records from offset 0 on, and they can't be read here: ${name} compression not implemented`,
        mayHeal: false,
      },
    ]);
  });

  it('is not there in a topic that there is not, which is not made by asking', async () => {
    const topic = `nowhere-${randomUUID()}`;
    const { ask } = searchAs(plaintext());

    const { topics } = await ask({ topics: [{ topic }] });

    expect(topics).toEqual([{ topic, records: [], next: {}, isAtEnd: true }]);
    const admin = connectKafkaAdmin(plaintext());
    expect(await admin.topics()).not.toContain(topic);
    await admin.close();
  });
});

describe('looking', () => {
  it('comes to a broker that is there, where the first of the list is not', async () => {
    const topic = await aTopic();
    await produce(topic, [{}]);
    const { ask } = searchAs(plainKafka('127.0.0.1:1', kafka.address));

    const { topics, groups } = await ask({
      topics: [{ topic }],
      groups: [{ group: GROUP, topic }],
    });

    expect(topics).toEqual([{ topic, records: [], next: { 0: 1 }, isAtEnd: true }]);
    expect(groups).toEqual([{ group: GROUP, topic, committed: {} }]);
  });

  it('tells what a group has committed, keeps its connection, and leaves no group behind', async () => {
    const topic = await aTopic();
    await produce(topic, [{}, {}]);
    const { ask, opened } = searchAs(plaintext());

    const before = await ask({ topics: [{ topic, from: {} }], groups: [{ group: GROUP, topic }] });
    await commit(topic, 2);
    const after = await ask({ topics: [{ topic, from: {} }], groups: [{ group: GROUP, topic }] });

    expect([before.groups, after.groups]).toEqual([
      [{ group: GROUP, topic, committed: {} }],
      [{ group: GROUP, topic, committed: { 0: 2 } }],
    ]);
    expect(opened).toHaveLength(1);
    const admin = connectKafka(plaintext()).admin();
    await admin.connect();
    const { groups } = await admin.listGroups();
    await admin.disconnect();
    expect(groups.map(({ groupId }) => groupId)).toEqual([GROUP]);
  });

  it('takes the right to describe and read topics, and to describe groups', async () => {
    const [readable, other] = [await aTopic(), await aTopic()];
    const marker = randomUUID();
    await produce(readable, [{ key: Buffer.from(marker) }]);
    await commit(readable, 1);
    await allow(AclResourceTypes.TOPIC, readable, [AclOperationTypes.READ]);
    await allow(AclResourceTypes.GROUP, GROUP, [AclOperationTypes.DESCRIBE]);

    const { topics, groups } = await searchAs(asPhones()).ask({
      marker,
      topics: [
        { topic: readable, from: {} },
        { topic: other, from: {} },
      ],
      groups: [
        { group: GROUP, topic: readable },
        { group: 'another', topic: readable },
      ],
    });

    expect(topics).toMatchObject([
      { topic: readable, records: [{ offset: 0 }] },
      { topic: other, unknown: 'TOPIC_AUTHORIZATION_FAILED', mayHeal: false },
    ]);
    expect(groups).toMatchObject([
      { group: GROUP, committed: { 0: 1 } },
      { group: 'another', unknown: 'GROUP_AUTHORIZATION_FAILED', mayHeal: false },
    ]);
  });

  it('says while Kafka is down that it may be known later, and goes on when it is back', async () => {
    const topic = await aTopic();
    const marker = randomUUID();
    await produce(topic, [{ value: Buffer.from(marker) }]);
    await commit(topic, 1);
    const { ask } = searchAs(plaintext());
    const question = { marker, topics: [{ topic, from: {} }], groups: [{ group: GROUP, topic }] };
    const before = await ask(question);

    await halt(kafka);
    const down = await ask(question);
    await kafka.restart();
    const after = await untilKnown(() => ask(question));

    const unknown = expect.stringContaining('ECONNREFUSED');
    expect(down).toMatchObject({
      topics: [{ topic, unknown, mayHeal: true }],
      groups: [{ group: GROUP, unknown, mayHeal: true }],
    });
    expect(before.topics).toMatchObject([{ records: [{ offset: 0 }] }]);
    expect(after).toEqual(before);
  });

  it.each([
    { limit: 500, unknown: 'Kafka did not answer within 0.5 s' },
    { limit: 8_000, unknown: 'Kafka: Connection error: connect ECONNREFUSED 127.0.0.1:1' },
  ])(
    'says that nobody answers, in time, and of OpenSearch what it says ($limit ms)',
    async ({ limit, unknown }) => {
      const search = createMessageSearch(
        {
          openSearch: () => async () => ({
            status: 200,
            body: { hits: { hits: [{ _index: 'phones', _id: '1' }] } },
          }),
          kafka: async () => connectSearchedKafka({ ...plaintext(), brokers: ['127.0.0.1:1'] }),
        },
        limit,
      );
      const begin = performance.now();

      const answer = await search({
        action: 'find',
        marker: randomUUID(),
        topics: [{ topic: 'a' }],
        groups: [],
        indices: ['phones'],
      });

      expect(answer).toMatchObject({
        topics: [{ topic: 'a', unknown, mayHeal: true }],
        indices: [{ index: 'phones', document: { index: 'phones', id: '1' } }],
      });
      expect(performance.now() - begin).toBeLessThan(3_000);
    },
  );
});

/** Asks again as `verify` does: while there is a gap that may heal. */
const untilKnown = async (ask: () => Promise<FoundMessage>): Promise<FoundMessage> => {
  const answer = await ask();
  const gaps = [...answer.topics, ...answer.groups].filter((each) => 'unknown' in each);
  const mayHeal = gaps.length > 0 && gaps.every(({ mayHeal }) => mayHeal);
  return mayHeal ? untilKnown(ask) : answer;
};

const allow = async (
  resourceType: AclResourceTypes,
  resourceName: string,
  operations: readonly AclOperationTypes[],
): Promise<void> => {
  const admin = connectKafka(plaintext()).admin();
  await admin.connect();
  await admin.createAcls({
    acl: operations.map((operation) => ({
      resourceType,
      resourceName,
      resourcePatternType: ResourcePatternTypes.LITERAL,
      principal: 'User:phones',
      host: '*',
      operation,
      permissionType: AclPermissionTypes.ALLOW,
    })),
  });
  await admin.disconnect();
};
