import { describe, expect, it } from 'vitest';
import { preparePlan } from '../../../infra/prepare-plan.ts';
import { readConnectors } from '../../../shared/config/read-connectors.ts';
import type { PlannedRetention } from '../../../shared/deploy/prepare-plan.ts';
import { retentionStep } from '../../../shared/deploy/retention.ts';
import type { Finding } from '../../../shared/deploy/step.ts';
import { aFolder, aivenSinkFile, sinkFile } from '../../support/connectors.ts';
import { FORBIDDEN, OK, scriptedApi } from '../../support/open-search-api.ts';
import { type Exchange, recordedApi, recordedExchanges } from '../../support/recorded-exchanges.ts';

/** Of index-management 3.4.0 on OpenSearch 3.4.0: test/observed/README.md. */
const RECORDED = recordedExchanges(new URL('../../observed/ism/exchanges.json', import.meta.url));

const CLOSED = 'phones_closed: ISM did not add: This index is closed';
const THEIRS = 'phones_theirs keeps the ISM policy theirs that it has';

/** What a deploy plans for a connector file. */
const plannedFor = (file: unknown): PlannedRetention => {
  const { retention } = preparePlan(readConnectors(aFolder({ 'sink.json': file })), {
    stage: 'dev',
    templates: new Map(),
    makesTopics: false,
    needsRights: false,
  });
  const [first] = retention;
  if (first === undefined) throw new Error('nothing is planned');
  return first;
};

const keeping = (days: number | undefined) => ({
  ...(days !== undefined && { 'connectless.retention.days': String(days) }),
});

const daily = (name: string, days?: number): PlannedRetention =>
  plannedFor(
    sinkFile({
      topics: name,
      'connect.elastic.kcql': `INSERT INTO ${name} SELECT * FROM ${name} WITHINDEXSUFFIX=_{yyyy-MM-dd}`,
      ...keeping(days),
    }),
  );

const stream = (name: string, days: number): PlannedRetention =>
  plannedFor(aivenSinkFile({ topics: name, 'data.stream.enabled': true, ...keeping(days) }));

const exchangesOf = (run: string) => {
  const exchanges = RECORDED[run];
  if (exchanges === undefined) throw new Error(`${run} was not recorded`);
  return exchanges;
};

/** Runs the step against what was recorded; every request has to be the one that was. */
const replay = async (run: string, planned: PlannedRetention): Promise<readonly Finding[]> => {
  const { api, rest } = recordedApi(exchangesOf(run));
  const warnings = await retentionStep(api, planned).run();
  expect(rest()).toEqual([]);
  return warnings;
};

const requestsOf = (run: string): readonly string[] =>
  exchangesOf(run).map(({ request: { method, path } }) => `${method} ${path}`);

/** The explanation that a run got of an index. */
const explained = (run: string, index: string): unknown =>
  exchangesOf(run)
    .filter(({ request }) => request.path.includes('/explain/'))
    .map(({ answer }) => Object(answer.body)[index])[0];

describe('retentionStep, beside what ISM was seen to answer', () => {
  it('puts a policy, and gives it to the indices that exist without one', async () => {
    expect(await replay('made', daily('phones', 30))).toEqual([CLOSED, THEIRS]);
  });

  it.each([
    { run: 'made before the first index', planned: daily('trams', 30) },
    { run: 'stream, made before the first document', planned: stream('ways', 30) },
    { run: 'ended before the first index', planned: daily('trams') },
  ])('finds no index where ISM refuses to explain none ($run)', async ({ run, planned }) => {
    expect(exchangesOf(run).map(({ answer }) => answer.status)).toContain(400);

    expect(await replay(run, planned)).toEqual([]);
  });

  it('gives it to no index that only an alias of a fitting name leads to', async () => {
    expect(explained('made', 'elsewhere')).toBeDefined();

    await replay('made', daily('phones', 30));

    expect(requestsOf('made').join()).not.toContain('elsewhere');
  });

  // Sink peers 13.4, S-118.
  it('has nothing to do for the index of a new day, which takes the policy by itself', async () => {
    await replay('repeated', daily('phones', 30));

    expect(requestsOf('made').join()).not.toContain('phones_2025-04-25');
    expect(requestsOf('repeated').join()).not.toContain('phones_2025-04-25');
    expect(explained('repeated', 'phones_2025-04-25')).toMatchObject({
      policy_id: daily('phones', 30).id,
      state: { name: 'keep' },
      enabled: true,
    });
  });

  it.each([
    { run: 'repeated', planned: daily('phones', 30), warnings: [CLOSED, THEIRS] },
    { run: 'changed, and ISM went on', planned: daily('phones', 7), warnings: [CLOSED, THEIRS] },
    { run: 'stream, repeated', planned: stream('tracks', 30), warnings: [] },
  ])('changes nothing that is as it should be ($run)', async ({ run, planned, warnings }) => {
    expect(await replay(run, planned)).toEqual(warnings);
    expect(requestsOf(run).filter((request) => /^PUT|change_policy/.test(request))).toEqual([]);
  });

  // The description says the days and the pattern, but not what else the policy is made of.
  it.each([
    { what: 'another priority', from: '"priority":107', to: '"priority":100' },
    { what: 'another age', from: '"min_index_age":"30d"', to: '"min_index_age":"31d"' },
    { what: 'another action', from: '"delete":{}', to: '"close":{}' },
    { what: 'another state', from: '"states":[', to: '"states":[{"name":"more"},' },
    { what: 'no template', from: '"ism_template":', to: '"ism_template":null,"was":' },
  ])('replaces a policy of the same description with $what', async ({ from, to }) => {
    const [{ request, answer }] = exchangesOf('repeated') as [Exchange];
    const text = JSON.stringify(answer.body);
    const other = text.replace(from, to);
    const put = `PUT ${request.path}?if_seq_no=3&if_primary_term=1`;
    const { api, requests } = scriptedApi({
      [`GET ${request.path}`]: { status: 200, body: JSON.parse(other) },
      [put]: OK,
      'GET /_plugins/_ism/explain/phones_*': OK,
    });

    await retentionStep(api, daily('phones', 30)).run();

    expect(other).not.toBe(text);
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toContain(put);
  });

  it.each([
    { run: 'changed', planned: daily('phones', 7), indices: 'phones_2025-04-24,phones_2025-04-25' },
    { run: 'stream, changed', planned: stream('tracks', 7), indices: '.ds-tracks-000001' },
  ])(
    'replaces exactly the version that it has seen, for its indices, too ($run)',
    async ({ run, planned, indices }) => {
      await replay(run, planned);

      expect(requestsOf(run)).toContainEqual(
        expect.stringMatching(/^PUT .*\?if_seq_no=\d+&if_primary_term=1$/),
      );
      expect(requestsOf(run)).toContain(`POST /_plugins/_ism/change_policy/${indices}`);
    },
  );

  it('gives it to the backing indices of a data stream', async () => {
    expect(await replay('stream with backing indices', stream('paths', 30))).toEqual([]);
  });

  it('leaves an index alone that has the name of a stream', async () => {
    expect(explained('stream without an index', 'tracks')).toBeDefined();

    expect(await replay('stream without an index', stream('tracks', 30))).toEqual([]);
  });

  it.each([
    { run: 'somebody was quicker', planned: daily('phones', 5), warnings: [CLOSED, THEIRS] },
    { run: 'somebody made it meanwhile', planned: daily('cars', 5), warnings: [] },
  ])('reads again where $run', async ({ run, planned, warnings }) => {
    expect(exchangesOf(run).map(({ answer }) => answer.status)).toContain(409);

    expect(await replay(run, planned)).toEqual(warnings);
  });

  it('takes the policy from its indices before it deletes it, where no retention is asked for', async () => {
    expect(await replay('ended', daily('phones'))).toEqual([]);
    expect(requestsOf('ended').map((request) => request.split('/', 4)[3])).toEqual([
      'policies',
      'explain',
      'remove',
      'policies',
    ]);
  });

  it.each(['nothing to end, no policy ever', 'ended, repeated'])(
    'has nothing to end where there is none (%s)',
    async (run) => {
      expect(await replay(run, daily('phones'))).toEqual([]);
      expect(requestsOf(run)).toHaveLength(1);
    },
  );

  it('rejects with what ISM refused', async () => {
    await expect(replay('same priority', daily('bikes', 5))).rejects.toThrow(
      /^PUT .* was refused: 400 index_management_exception: .* please use a different priority than 106$/,
    );
  });
});

const POLICY = '/_plugins/_ism/policies/connectless-phones';
const EXPLAIN = 'GET /_plugins/_ism/explain/phones_*';
const planned = { id: 'connectless-phones', pattern: 'phones_*', isStream: false, days: 30 };

describe('retentionStep', () => {
  it('gives up where somebody else is quicker again and again', async () => {
    const { api } = scriptedApi({
      [`GET ${POLICY}`]: { status: 404, body: {} },
      [`PUT ${POLICY}`]: { status: 409, body: {} },
    });

    await expect(retentionStep(api, planned).run()).rejects.toThrow('changed by somebody');
  });

  it('names few indices at once', async () => {
    const names = Array.from({ length: 25 }, (_, day) => `phones_${day}`);
    const without = { 'index.plugins.index_state_management.policy_id': null };
    const { api, requests } = scriptedApi({
      [`GET ${POLICY}`]: { status: 404, body: {} },
      [`PUT ${POLICY}`]: OK,
      [EXPLAIN]: { status: 200, body: Object.fromEntries(names.map((name) => [name, without])) },
      [`POST /_plugins/_ism/add/${names.slice(0, 10).join(',')}`]: OK,
      [`POST /_plugins/_ism/add/${names.slice(10, 20).join(',')}`]: OK,
      [`POST /_plugins/_ism/add/${names.slice(20).join(',')}`]: OK,
    });

    expect(await retentionStep(api, planned).run()).toEqual([]);
    expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(3);
  });

  it('takes no letter of a pattern for more than itself', async () => {
    const without = { 'index.plugins.index_state_management.policy_id': null };
    const pattern = 'phones.v1+[a]_*';
    const add = (name: string) => `POST /_plugins/_ism/add/${encodeURIComponent(name)}`;
    const { api, requests } = scriptedApi({
      [`GET ${POLICY}`]: { status: 404, body: {} },
      [`PUT ${POLICY}`]: OK,
      [`GET /_plugins/_ism/explain/${encodeURIComponent(pattern)}`]: {
        status: 200,
        body: { 'phones.v1+[a]_1': without, phonesXv11a_1: without },
      },
      [add('phones.v1+[a]_1')]: OK,
    });

    expect(await retentionStep(api, { ...planned, pattern }).run()).toEqual([]);
    expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('says that nothing is deleted where there is no Index State Management', async () => {
    const { api } = scriptedApi({});

    expect(await retentionStep(api, planned).run()).toEqual([
      'phones_* is kept for ever: this OpenSearch has no Index State Management',
    ]);
  });

  it('has nothing to end where there is no Index State Management', async () => {
    const { api, requests } = scriptedApi({});

    expect(await retentionStep(api, { ...planned, days: null }).run()).toEqual([]);
    expect(requests).toHaveLength(1);
  });

  it('rejects where it lacks the right', async () => {
    const { api } = scriptedApi({ [`GET ${POLICY}`]: FORBIDDEN });

    await expect(retentionStep(api, planned).run()).rejects.toThrow('403');
    await expect(retentionStep(api, { ...planned, days: null }).run()).rejects.toThrow('403');
  });
});
