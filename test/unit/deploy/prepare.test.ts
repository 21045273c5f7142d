import { describe, expect, it } from 'vitest';
import { ConnectError } from '../../../shared/connect/errors.ts';
import type { ApiAnswer } from '../../../shared/deploy/open-search-api.ts';
import {
  createPrepare,
  type PrepareEntry,
  type PreparePorts,
} from '../../../shared/deploy/prepare.ts';
import type { PreparePlan } from '../../../shared/deploy/prepare-plan.ts';
import { fakeKafkaAdmin } from '../../support/fake-kafka-admin.ts';
import { FORBIDDEN, OK, scriptedApi } from '../../support/open-search-api.ts';

const NOTHING: PreparePlan = { topics: [], cutOvers: [], templates: [], retention: [], roles: [] };
const ROLE = 'connectless-dev-sink';
const PLAN: PreparePlan = {
  ...NOTHING,
  topics: [{ name: 'phones', config: {} }],
  templates: [{ name: 'phones', body: { index_patterns: ['phones_*'] } }],
  roles: [{ name: ROLE, function: 'sink', body: { cluster_permissions: [] } }],
};
/** What Kafka has to do with. */
const KAFKA: PreparePlan = {
  ...NOTHING,
  topics: ['phones', 'letters', 'cars'].map((name) => ({ name, config: {} })),
  cutOvers: [
    {
      connector: 'sink',
      from: 'connect-sink',
      to: 'connect-sink-phones',
      topic: 'phones',
    },
  ],
  templates: PLAN.templates,
};
const PUT_ROLE = `PUT /_plugins/_security/api/roles/${ROLE}`;
const PUT_MAPPING = `PUT /_plugins/_security/api/rolesmapping/${ROLE}`;
const GET_TEMPLATE = 'GET /_index_template/phones';
const PUT_TEMPLATE = 'PUT /_index_template/phones';
const MISSING: ApiAnswer = { status: 404, body: {} };
const { signal } = new AbortController();

type Consequence = 'fail' | 'print';

const properties = (
  plan: PreparePlan,
  byDomain: Consequence = 'fail',
  byCluster: Consequence = 'fail',
) => ({
  ServiceToken: 'token',
  Plan: JSON.stringify(plan),
  RoleArns: { sink: 'arn:aws:iam::000000000000:role/sink' },
  DeniedByCluster: byCluster,
  DeniedByDomain: byDomain,
});

const ALLOWED = { DeniedByCluster: 'fail', DeniedByDomain: 'fail' };

const prepare = (
  answers: Parameters<typeof scriptedApi>[0],
  kafka = fakeKafkaAdmin(),
  over: Partial<PreparePorts> = {},
) => {
  const { api, requests } = scriptedApi({ [GET_TEMPLATE]: MISSING, ...answers });
  const log: PrepareEntry[] = [];
  const apply = createPrepare({
    openSearch: () => api,
    kafka: async () => kafka.admin,
    log: (entry) => void log.push(entry),
    ...over,
  });
  return { apply, requests, log, kafka };
};

describe('createPrepare', () => {
  it('brings everything about, and may be repeated', async () => {
    const { apply, requests, kafka, log } = prepare({
      [PUT_ROLE]: OK,
      [PUT_MAPPING]: OK,
      [PUT_TEMPLATE]: OK,
    });

    const answer = await apply(properties(PLAN), signal);
    const again = await apply(properties(PLAN), signal);

    expect(answer).toEqual({ Warnings: 'none', Requests: 'none' });
    expect(again).toEqual(answer);
    expect(kafka.made.map(({ name }) => name)).toContain('phones');
    expect(requests.find(({ path }) => path.includes('rolesmapping'))?.body).toEqual({
      backend_roles: ['arn:aws:iam::000000000000:role/sink'],
    });
    expect(log).toEqual([]);
  });

  it('maps no role where the domain has no fine-grained access control', async () => {
    const { apply, requests } = prepare({ [PUT_TEMPLATE]: OK });

    await expect(apply(properties(PLAN), signal)).resolves.toEqual({
      Warnings: 'none',
      Requests: 'none',
    });
    expect(requests.some(({ path }) => path.includes('rolesmapping'))).toBe(false);
  });

  it('tells what it is not allowed to do as requests for an administrator', async () => {
    const { apply, log } = prepare({ [PUT_ROLE]: FORBIDDEN, [PUT_TEMPLATE]: OK });

    const { Requests } = await apply(properties(PLAN, 'print'), signal);

    expect(Requests).toBe(
      [
        `${PUT_ROLE}\n{"cluster_permissions":[]}`,
        `${PUT_MAPPING}\n{"backend_roles":["arn:aws:iam::000000000000:role/sink"]}`,
      ].join('\n\n'),
    );
    expect(log).toHaveLength(2);
  });

  it.each([
    { theirs: undefined, ours: undefined, isPut: true },
    { theirs: undefined, ours: 1, isPut: true },
    { theirs: 1, ours: 1, isPut: true },
    { theirs: 0, ours: undefined, isPut: false },
    { theirs: 2, ours: 1, isPut: false },
  ])(
    'leaves an index template of a higher version as it is: $theirs there, $ours here',
    async ({ theirs, ours, isPut }) => {
      const found = { index_templates: [{ index_template: { version: theirs } }] };
      const { apply, requests } = prepare({
        [GET_TEMPLATE]: { status: 200, body: found },
        [PUT_TEMPLATE]: OK,
      });
      const templates = [{ name: 'phones', body: { version: ours } }];

      const { Warnings } = await apply(properties({ ...NOTHING, templates }), signal);

      expect(requests.some(({ method }) => method === 'PUT')).toBe(isPut);
      expect(Warnings).toBe(
        isPut
          ? 'none'
          : `the index template phones stays as it is, since its version is ${theirs}: take that out of it to have it replaced`,
      );
    },
  );

  it('is at fault where it should have been allowed to', async () => {
    const { apply } = prepare({ [PUT_ROLE]: FORBIDDEN, [PUT_TEMPLATE]: OK });

    await expect(apply(properties(PLAN), signal)).rejects.toThrow(
      `the security role ${ROLE}: ${PUT_ROLE} was refused: 403 security_exception`,
    );
  });

  it('tries every step and tells every reason', async () => {
    const refused = { status: 400, body: { error: { type: 'wrong', reason: 'so' } } };
    const { apply, kafka } = prepare({ [PUT_ROLE]: refused, [PUT_TEMPLATE]: refused });

    const failure = await Promise.resolve(apply(properties(PLAN), signal)).catch(String);

    expect(failure).toContain(`the security role ${ROLE}:`);
    expect(failure).toContain('the index template phones:');
    expect(kafka.made).toHaveLength(1);
  });

  it('tells warnings in full to the log, and to CloudFormation as much as it takes', async () => {
    const topics = Array.from({ length: 30 }, (_, at) => ({ name: `topic-${at}`, config: {} }));
    const kafka = fakeKafkaAdmin({
      topics: Object.fromEntries(
        topics.map(({ name }) => [name, { 'message.timestamp.type': 'LogAppendTime' }]),
      ),
    });
    const { apply, log } = prepare({}, kafka);

    const { Warnings } = await apply(properties({ ...NOTHING, topics }), signal);

    expect(log).toHaveLength(30);
    expect(Warnings?.length).toBeLessThan(1_300);
    expect(Warnings).toContain("… (the rest is in the function's log)");
  });

  it.each([
    [undefined, 'Plan'],
    [{ Plan: '{', RoleArns: {}, ...ALLOWED }, 'Plan: expected JSON'],
    [{ Plan: '{}', ...ALLOWED }, 'RoleArns'],
    [{ Plan: '{}', RoleArns: {}, ...ALLOWED, DeniedByDomain: 'perhaps' }, 'DeniedByDomain'],
    [{ Plan: '{}', RoleArns: {}, DeniedByDomain: 'print' }, 'DeniedByCluster'],
  ])('refuses properties that are none (%#)', async (given, key) => {
    await expect(prepare({}).apply(given, signal)).rejects.toThrow(key);
  });

  it('says what was not done in time, and what was not begun', async () => {
    const controller = new AbortController();
    const kafka = fakeKafkaAdmin();
    const admin = {
      ...kafka.admin,
      topics: () => {
        controller.abort(new Error('time'));
        return new Promise<never>(() => undefined);
      },
    };
    const { apply, requests } = prepare({}, { ...kafka, admin });

    await expect(apply(properties(PLAN), controller.signal)).rejects.toThrow(
      [
        'the topics: not done when the time was over',
        `the security role ${ROLE}: not begun, since the time was over`,
        'the index template phones: not begun, since the time was over',
      ].join('\n'),
    );
    expect(requests).toEqual([]);
  });

  it('asks nothing of a cluster where there is nothing to prepare', async () => {
    const { apply } = prepare({ [PUT_TEMPLATE]: OK }, fakeKafkaAdmin(), {
      kafka: () => Promise.reject(new Error('nobody says where Kafka is')),
    });

    await expect(
      apply(properties({ ...NOTHING, templates: PLAN.templates }), signal),
    ).resolves.toEqual({ Warnings: 'none', Requests: 'none' });
  });

  it('tells an administrator of the cluster what its login may not do, and does all else', async () => {
    const kafka = fakeKafkaAdmin({ topics: { letters: {} }, denied: ['phones', 'connect-sink'] });
    const { apply, log } = prepare({ [PUT_TEMPLATE]: OK }, kafka);

    const { Requests, Warnings } = await apply(properties(KAFKA, 'fail', 'print'), signal);

    expect(Warnings).toBe('none');
    expect(Requests?.split('\n\n').map((request) => request.split('\n')[0])).toEqual([
      '# topic phones is missing or hidden from this login, which may not make it: TOPIC_AUTHORIZATION_FAILED',
      '# the cut-over of phones from group connect-sink to connect-sink-phones is not for this login to make: GROUP_AUTHORIZATION_FAILED. Where Kafka Connect has run it: pause sink before, resume it after',
    ]);
    expect(log).toHaveLength(2);
    expect(kafka.made.map(({ name }) => name)).toEqual(['cars']);
  });

  it('is at fault where the cluster denies what the deploy itself has allowed', async () => {
    const kafka = fakeKafkaAdmin({ denied: ['phones', 'connect-sink'] });
    const { apply } = prepare({ [PUT_TEMPLATE]: OK }, kafka);

    await expect(apply(properties(KAFKA, 'print', 'fail'), signal)).rejects.toThrow(
      /^the topics: topic phones is missing.*: TOPIC_AUTHORIZATION_FAILED\nthe cut-over of phones .*GROUP_AUTHORIZATION_FAILED/,
    );
  });

  it('leaves Kafka to a person where nothing says how to sign in, with the commands', async () => {
    const { apply } = prepare({ [PUT_TEMPLATE]: OK }, fakeKafkaAdmin(), {
      kafka: () => Promise.reject(new Error('nobody says how to sign in')),
    });

    const { Requests, Warnings } = await apply(
      properties({ ...KAFKA, kafkaByHand: 'Kafka is left to you' }),
      signal,
    );

    expect(Warnings).toBe('Kafka is left to you');
    for (const command of ['--topic phones', '--topic letters', '--group connect-sink-phones'])
      expect(Requests).toContain(command);
  });

  it('prepares OpenSearch even where nobody can say how to sign in to Kafka', async () => {
    const { apply, requests } = prepare({ [PUT_TEMPLATE]: OK }, fakeKafkaAdmin(), {
      kafka: () => Promise.reject(new ConnectError('sasl.jaas.config: expected a reference')),
    });

    await expect(apply(properties(KAFKA), signal)).rejects.toThrow(
      /^the files and secrets that say how to sign in to Kafka: sasl.jaas.config: expected a reference$/,
    );
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toContain(PUT_TEMPLATE);
  });

  it('closes its connection to Kafka whatever happens', async () => {
    const closed: string[] = [];
    const kafka = fakeKafkaAdmin();
    const admin = {
      ...kafka.admin,
      topics: () => Promise.reject(new Error('Kafka is away')),
      close: async () => void closed.push('closed'),
    };
    const { apply } = prepare({}, { ...kafka, admin });

    await expect(apply(properties({ ...NOTHING, topics: PLAN.topics }), signal)).rejects.toThrow(
      'the topics: Error: Kafka is away',
    );
    expect(closed).toEqual(['closed']);
  });
});
