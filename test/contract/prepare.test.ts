import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { preparePlan } from '../../infra/prepare-plan.ts';
import { openSearchVersionsHere } from '../../local/servers/install.ts';
import { readConnectors } from '../../shared/config/read-connectors.ts';
import { connectPrepare } from '../../shared/deploy/connect.ts';
import type { CustomResourceAnswer } from '../../shared/deploy/custom-resource.ts';
import { createPrepare } from '../../shared/deploy/prepare.ts';
import {
  connectKafka,
  connectKafkaAdmin,
  connectRecordProducer,
} from '../../shared/kafka/connect.ts';
import { aFolder, aivenSinkFile, sinkFile, sourceFile } from '../support/connectors.ts';
import { aCustomResourceEvent } from '../support/custom-resource-event.ts';
import { startHttpServer } from '../support/http-server.ts';
import { plainKafka } from '../support/kafka-connection.ts';
import { createTopic } from '../support/kafka-topics.ts';
import { APRIL_24 } from '../support/records.ts';
import { sharedKafka, sharedOpenSearch } from '../support/shared-servers.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MARKER = '00000000-0000-4000-8000-000000000002';
const A_MINUTE = { getRemainingTimeInMillis: () => 60_000 };
/** Two seconds more than what is kept for the answer. */
const LITTLE_TIME = { getRemainingTimeInMillis: () => 12_000 };
const ALLOWED = { DeniedByCluster: 'fail', DeniedByDomain: 'fail' };
const FILES = {
  'sink.json': sinkFile({
    topics: 'a,b',
    'connect.elastic.kcql':
      'INSERT INTO phones SELECT * FROM a WITHINDEXSUFFIX=_{yyyy-MM-dd};INSERT INTO phones SELECT * FROM b WITHINDEXSUFFIX=_{yyyy-MM-dd}',
    'connectless.retention.days': '30',
  }),
};

const folder = await temporaryFolder();
let kafka: string;
beforeAll(async () => {
  kafka = await sharedKafka();
});
afterAll(async () => {
  await folder[Symbol.asyncDispose]();
});

const planText = (files: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(
    preparePlan(readConnectors(aFolder(files)), {
      stage: 'dev',
      templates: new Map(),
      makesTopics: true,
      needsRights: false,
    }),
  );

type IndexTemplates = {
  readonly index_templates: readonly { readonly name: string; readonly index_template: object }[];
};

type Options = NonNullable<Parameters<typeof aCustomResourceEvent>[0]> & {
  readonly context?: typeof A_MINUTE;
  readonly files?: Readonly<Record<string, unknown>>;
};

/** What CloudFormation is told by the function, in its own environment. */
const answerTo = async (
  node: string,
  { context = A_MINUTE, files = FILES, ...request }: Options = {},
): Promise<CustomResourceAnswer> => {
  await using server = await startHttpServer(200);
  const event = aCustomResourceEvent({ ...request, url: server.url });
  const properties = { Plan: planText(files), RoleArns: { sink: 'arn' }, ...ALLOWED };
  await handlerFor(node)({ ...event, ResourceProperties: properties }, context);
  expect(server.requests).toHaveLength(1);
  return JSON.parse(server.requests[0]?.body ?? '');
};

const handlerFor = (node: string) =>
  connectPrepare(pathToFileURL(`${folder.path}/`), {
    KAFKA_BROKERS: kafka,
    OPENSEARCH_NODE: node,
  });

for (const { version, java } of openSearchVersionsHere(process.env))
  describe(`prepare with OpenSearch ${version}`, () => {
    let node: string;
    beforeAll(async () => {
      if (java !== undefined) node = await sharedOpenSearch(version);
    });

    it('has a Java to run on', ({ skip }) => {
      skip(java === undefined, 'no Java here runs it');
      expect(java).toBeDefined();
    });
    if (java === undefined) return;

    it('brings a plan about, and says what is not there', async () => {
      const answer = await answerTo(node);

      // The minimal distribution has neither roles nor Index State Management.
      expect(answer, answer.Reason).toMatchObject({
        Status: 'SUCCESS',
        Data: {
          Requests: 'none',
          Warnings: 'phones_* is kept for ever: this OpenSearch has no Index State Management',
        },
      });
    });

    it('may be repeated, and has nothing to take back', async () => {
      expect(await answerTo(node, { request: 'Update' })).toMatchObject({
        Status: 'SUCCESS',
        PhysicalResourceId: 'made-earlier',
      });
      expect(await answerTo(node, { request: 'Delete' })).toMatchObject({ Status: 'SUCCESS' });

      const templates = await fetch(`${node}/_index_template/connectless-dev-phones-*`);
      expect(templates.status).toBe(200);
    });

    it('makes indices that take what devices spell differently', async () => {
      const put = (id: string, body: string) =>
        fetch(`${node}/phones_2025-04-24/_doc/${id}?refresh=true`, {
          method: 'PUT',
          headers: { 'content-type': 'application/json' },
          body,
        });

      const statuses = [
        (await put('1', `{"t":21,"at":"2025-04-24T12:00:00Z","marker":"${MARKER}"}`)).status,
        (await put('2', '{"t":21.5,"at":"yesterday"}')).status,
        (await put('3', '{"t":"n/a","list":[1.1,100,0]}')).status,
      ];

      expect(statuses).toEqual([201, 201, 201]);
      const found = await fetch(`${node}/phones_*/_search?q=t:%5B21.4%20TO%2021.6%5D`);
      expect(await found.json()).toMatchObject({ hits: { hits: [{ _id: '2' }] } });
    });

    it('writes its index template over a change by hand, unless that has a higher version', async () => {
      const find = async () => {
        const answer = await fetch(`${node}/_index_template/connectless-dev-phones-*`);
        const { index_templates: found } = (await answer.json()) as IndexTemplates;
        return found[0] as IndexTemplates['index_templates'][number];
      };
      const { name, index_template: planned } = await find();
      const change = async (over: object) => {
        const answer = await fetch(`${node}/_index_template/${name}`, {
          method: 'PUT',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ ...planned, _meta: { by: 'hand' }, ...over }),
        });
        expect(answer.ok).toBe(true);
      };

      await change({});
      const first = await answerTo(node, { request: 'Update' });
      expect(first.Data?.['Warnings']).not.toContain('stays as it is');
      expect((await find()).index_template).toEqual(planned);

      await change({ version: 1 });
      const second = await answerTo(node, { request: 'Update' });
      expect(second.Data?.['Warnings']).toContain(
        `the index template ${name} stays as it is, since its version is 1: take that out of it to have it replaced`,
      );
      expect((await find()).index_template).toMatchObject({ _meta: { by: 'hand' }, version: 1 });
    });

    it('finds a document by its marker, whatever its field', async () => {
      const handler = handlerFor(node);
      const find = async (marker: string) => {
        const question = { action: 'find', marker, topics: [], groups: [], indices: ['phones_*'] };
        return (await handler(question, A_MINUTE))?.indices;
      };

      expect(await find(MARKER)).toEqual([
        { index: 'phones_*', document: { index: 'phones_2025-04-24', id: '1' } },
      ]);
      expect(await find('00000000-0000-4000-8000-000000000003')).toEqual([{ index: 'phones_*' }]);
      await expect(find('no marker')).rejects.toThrow('marker');
    });

    it('says why OpenSearch refused, and has done all else', async () => {
      await fetch(`${node}/_index_template/theirs`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ index_patterns: ['cars_*'], priority: 105 }),
      });
      const files = {
        'sink.json': sinkFile({
          topics: `cars-${version.charAt(0)}`,
          'connect.elastic.kcql': `INSERT INTO cars SELECT * FROM cars-${version.charAt(0)} WITHINDEXSUFFIX=_{yyyy}`,
        }),
      };

      const answer = await answerTo(node, { files });

      expect(answer.Status).toBe('FAILED');
      expect(answer.Reason).toMatch(
        /^the index template connectless-dev-cars-\w+: PUT .* was refused: 400 illegal_argument_exception/,
      );
      const admin = connectKafkaAdmin(plainKafka(kafka));
      expect(await admin.topics()).toContain(`cars-${version.charAt(0)}`);
      await admin.close();
    });
  });

describe('prepare with Kafka', () => {
  const open = () => connectKafkaAdmin(plainKafka(kafka));
  /** With an OpenSearch that is content with everything. */
  const prepare = (
    files: Readonly<Record<string, unknown>>,
    signal = AbortSignal.timeout(30_000),
  ) =>
    createPrepare({
      openSearch: () => async () => ({ status: 200, body: {} }),
      kafka: async () => open(),
      log: () => undefined,
    })({ Plan: planText(files), RoleArns: { sink: 'arn' }, ...ALLOWED }, signal);
  const sinkOf = (...topics: readonly string[]) => ({
    'sink.json': aivenSinkFile({ topics: topics.join(), name: 'sink' }),
  });
  const committed = async (group: string, topic: string) => {
    const admin = open();
    const offsets = await admin.committed(group, topic);
    await admin.close();
    return offsets;
  };

  it('makes the topics that are missing as the files say, once', async () => {
    const files = {
      'source.json': sourceFile({
        'connect.mqtt.kcql': 'INSERT INTO made SELECT * FROM phone/data',
        'topic.creation.default.partitions': '5',
        'topic.creation.default.replication.factor': '1',
        'topic.creation.default.cleanup.policy': 'compact',
        'connectless.dead.letters.retention.days': '3',
      }),
    };
    await prepare(files);
    await prepare(files);

    const admin = open();
    const keys = ['cleanup.policy', 'retention.ms', 'max.message.bytes'];
    const made = await admin.topicConfig('made', keys);
    const letters = await admin.topicConfig('source-dead-letters', keys);
    await admin.close();
    expect(made).toMatchObject({ 'cleanup.policy': 'compact' });
    expect(letters).toMatchObject({
      'retention.ms': String(3 * 86_400_000),
      'max.message.bytes': String(1_048_588 + 65_536),
    });
    expect(await partitions('made')).toBe(5);
  });

  it('warns of a topic that the brokers date', async () => {
    const admin = open();
    await admin.createTopic({
      name: 'dated-by-brokers',
      partitions: 1,
      config: { 'message.timestamp.type': 'LogAppendTime', 'max.message.bytes': '2000000' },
    });
    await admin.close();

    const { Warnings } = await prepare(sinkOf('dated-by-brokers'));

    expect(Warnings).toContain('topic dated-by-brokers has message.timestamp.type=LogAppendTime');
  });

  it('goes on where the worker of several topics stopped, and never goes back', async () => {
    for (const topic of ['left', 'right']) await createTopic(kafka, topic, 2);
    const admin = open();
    await admin.commit(
      'connect-sink',
      'left',
      new Map([
        [0, '42'],
        [1, '7'],
      ]),
    );
    await admin.commit('connect-sink', 'right', new Map([[1, '9']]));
    await admin.close();

    await prepare(sinkOf('left', 'right'));
    const first = await committed('connect-sink-left', 'left');
    const mapping = open();
    await mapping.commit('connect-sink-left', 'left', new Map([[0, '100']]));
    await mapping.close();
    await prepare(sinkOf('left', 'right'));

    expect(first).toEqual(
      new Map([
        [0, '42'],
        [1, '7'],
      ]),
    );
    expect(await committed('connect-sink-left', 'left')).toEqual(
      new Map([
        [0, '100'],
        [1, '7'],
      ]),
    );
    expect(await committed('connect-sink-right', 'right')).toEqual(new Map([[1, '9']]));
  });

  it('waits for nobody: a worker that still runs is a reason', async () => {
    for (const topic of ['up', 'down']) await createTopic(kafka, topic);
    await connectRecordProducer(plainKafka(kafka)).send(
      [{ topic: 'up', key: null, value: Buffer.from('{}'), headers: [], timestamp: APRIL_24 }],
      AbortSignal.timeout(10_000),
    );
    const admin = open();
    await admin.commit('connect-sink', 'up', new Map([[0, '1']]));
    await admin.close();
    const worker = connectKafka(plainKafka(kafka)).consumer({ groupId: 'connect-sink' });
    const joined = new Promise((resolve) => worker.on(worker.events.GROUP_JOIN, resolve));
    await worker.connect();
    await worker.subscribe({ topic: 'up' });
    await worker.run({ autoCommit: false, eachMessage: async () => undefined });
    await joined;
    try {
      await expect(prepare(sinkOf('up', 'down'))).rejects.toThrow(
        'the group connect-sink still has members: stop the connector on Kafka Connect',
      );
    } finally {
      await worker.disconnect();
    }

    await prepare(sinkOf('up', 'down'));
    expect(await committed('connect-sink-up', 'up')).toEqual(new Map([[0, '1']]));
  });

  it('answers before its time is over where OpenSearch is away', async () => {
    const answer = await answerTo('http://127.0.0.1:1', { context: LITTLE_TIME });

    expect(answer).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringContaining('not done when the time was over'),
    });
  });
});

const partitions = async (topic: string): Promise<number> => {
  const admin = connectKafka(plainKafka(kafka)).admin();
  await admin.connect();
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  await admin.disconnect();
  return topics[0]?.partitions.length ?? 0;
};
