import { describe, expect, it } from 'vitest';
import { type PlanContext, preparePlan } from '../../../infra/prepare-plan.ts';
import type { Connector } from '../../../shared/config/connector.ts';
import { readConnectors } from '../../../shared/config/read-connectors.ts';
import { aFolder, aivenSinkFile, sinkFile, sourceFile } from '../../support/connectors.ts';

const DAILY = sinkFile({
  'connect.elastic.kcql':
    'INSERT INTO phone-data SELECT * FROM phone-data WITHINDEXSUFFIX=_{yyyy-MM-dd}',
});
const CONTEXT: PlanContext = {
  stage: 'dev',
  templates: new Map(),
  makesTopics: true,
  needsRights: false,
};
const STREAMS = aivenSinkFile({ 'data.stream.enabled': true });
const LETTERS = { 'errors.deadletterqueue.topic.name': 'lost' };
const plan = (files: Readonly<Record<string, unknown>>, over: Partial<PlanContext> = {}) =>
  preparePlan(readConnectors(aFolder(files)), { ...CONTEXT, ...over });

describe('preparePlan', () => {
  it('has each topic once, with what its source says, and room for letters', () => {
    const { topics } = plan({
      'source.json': sourceFile({
        'topic.creation.default.partitions': '12',
        'topic.creation.default.replication.factor': '3',
        'topic.creation.default.cleanup.policy': 'compact',
      }),
      'sink.json': DAILY,
    });

    expect(topics).toEqual([
      {
        name: 'phone-data',
        partitions: 12,
        replicationFactor: 3,
        config: { 'cleanup.policy': 'compact' },
      },
      expect.objectContaining({
        name: 'source-dead-letters',
        partitions: 1,
        config: { 'retention.ms': '1209600000' },
        lettersOf: ['phone-data'],
      }),
      expect.objectContaining({ name: 'sink-dead-letters', lettersOf: ['phone-data'] }),
    ]);
  });

  it('makes no topics on a cluster that the deploy makes with its topics', () => {
    expect(plan({ 'sink.json': DAILY }, { makesTopics: false }).topics).toEqual([]);
  });

  it('says why Kafka is left to a person, with all that is', () => {
    const { topics, cutOvers, kafkaByHand } = plan(
      { 'sink.json': aivenSinkFile({ topics: 'a,b' }) },
      { kafkaByHand: 'no login' },
    );

    expect(topics.map(({ name }) => name)).toEqual(['a', 'b', 'sink-dead-letters']);
    expect(cutOvers).toHaveLength(2);
    expect(kafkaByHand).toBe('no login');
  });

  it('keeps letters for their time where another sink reads them', () => {
    const { topics } = plan({
      'sink.json': aivenSinkFile({ topics: 'a', ...LETTERS }),
      'replay.json': aivenSinkFile({ topics: 'lost' }),
    });

    expect(topics).toEqual([
      { name: 'a', config: {} },
      {
        name: 'lost',
        partitions: 1,
        config: { 'retention.ms': '1209600000' },
        lettersOf: ['a'],
      },
      expect.objectContaining({ name: 'replay-dead-letters', lettersOf: ['lost'] }),
    ]);
  });

  it('gives the groups of several topics the offsets of the one that they had', () => {
    const { cutOvers } = plan({
      'sink.json': aivenSinkFile({ topics: 'a,b' }),
      'other.json': aivenSinkFile({ topics: 'c' }),
    });

    expect(cutOvers).toEqual([
      { connector: 'sink', from: 'connect-sink', to: 'connect-sink-a', topic: 'a' },
      { connector: 'sink', from: 'connect-sink', to: 'connect-sink-b', topic: 'b' },
    ]);
  });

  it('has one template and policy for indices that several sinks write', () => {
    const { templates, retention } = plan({
      'sink.json': { ...DAILY, 'connectless.retention.days': '30' },
      'replay.json': DAILY,
    });

    expect(templates).toMatchObject([
      { body: { index_patterns: ['phone-data_*'], priority: 111 } },
    ]);
    expect(retention).toEqual([
      { id: templates[0]?.name, pattern: 'phone-data_*', isStream: false, days: 30 },
    ]);
    expect(templates[0]?.name).toMatch(/^connectless-dev-phone-data-[0-9a-f]{8}$/);
  });

  it('ends retention that no file asks for any more', () => {
    expect(plan({ 'sink.json': DAILY }).retention).toMatchObject([{ days: null }]);
  });

  it('takes a template of the user, with what it leaves out', () => {
    const name = './templates/phones.json';
    const folder = aFolder({
      'sink.json': { ...DAILY, 'connectless.index.template': name },
    });
    const templates = new Map([[name, '{"template":{"settings":{"number_of_shards":3}}}']]);
    const connectors: readonly Connector[] = readConnectors({ ...folder, templates });

    expect(preparePlan(connectors, { ...CONTEXT, templates }).templates).toMatchObject([
      {
        body: {
          index_patterns: ['phone-data_*'],
          priority: 111,
          template: { settings: { number_of_shards: 3 } },
        },
      },
    ]);
  });

  it('lets a sink write its own indices, and itself what it prepares where it is not the master', () => {
    const roles = (needsRights: boolean) => plan({ 'my-sink.json': DAILY }, { needsRights }).roles;

    expect(roles(false)).toMatchObject([
      {
        name: 'connectless-dev-mySink',
        function: 'mySink',
        body: { index_permissions: [{ index_patterns: ['phone-data_*'] }] },
      },
    ]);
    expect(plan({ 'streams.json': STREAMS }).roles).toMatchObject([
      {
        body: {
          cluster_permissions: [
            'indices:data/write/bulk',
            'indices:admin/index_template/get',
            'indices:admin/index_template/put',
          ],
          index_permissions: [
            {
              allowed_actions: expect.arrayContaining([
                'indices:admin/data_stream/get',
                'indices:admin/data_stream/create',
              ]),
            },
          ],
        },
      },
    ]);
    expect(JSON.stringify(roles(false))).not.toContain('data_stream');
    expect(roles(true).map(({ name }) => name)).toEqual([
      'connectless-dev-mySink',
      'connectless-dev-prepare',
    ]);
  });

  it('may delete and roll over where retention is asked for alone, since ISM does both in its name', () => {
    const keeps = { 'connectless.retention.days': '30' };
    const permissions = (files: Readonly<Record<string, unknown>>) =>
      plan(files, { needsRights: true }).roles.find(({ function: key }) => key === 'prepare')?.body;

    expect(permissions({ 'sink.json': DAILY, 'streams.json': STREAMS })).toMatchObject({
      index_permissions: [{ index_patterns: ['phone-data_*', 'phone-data'] }],
    });
    expect(
      permissions({ 'sink.json': { ...DAILY, ...keeps }, 'streams.json': STREAMS }),
    ).toMatchObject({
      index_permissions: [
        { index_patterns: ['phone-data_*', 'phone-data'] },
        { index_patterns: ['phone-data_*'], allowed_actions: ['indices:admin/delete'] },
      ],
    });
    expect(permissions({ 'streams.json': { ...STREAMS, ...keeps } })).toMatchObject({
      index_permissions: [
        { index_patterns: ['phone-data'] },
        { index_patterns: ['phone-data'], allowed_actions: ['indices:admin/delete'] },
        {
          index_patterns: ['phone-data'],
          allowed_actions: ['indices:monitor/stats', 'indices:admin/rollover'],
        },
      ],
    });
  });
});
