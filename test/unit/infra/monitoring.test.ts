import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { Alarm } from '../../../infra/monitoring/alarm.ts';
import { dashboardRows } from '../../../infra/monitoring/dashboard-rows.ts';
import type { Metric } from '../../../infra/monitoring/metric.ts';
import { alarms, monitoring } from '../../../infra/monitoring/monitoring.ts';
import type { Connector } from '../../../shared/config/connector.ts';
import { METRICS, type MetricName, type TopicKind, topicKinds } from '../../../shared/metrics.ts';
import { metricKey, sentByAws } from '../../support/aws-metrics.ts';
import { aSinkConnector } from '../../support/connectors.ts';
import { deployed } from '../../support/deployed.ts';
import { SITUATIONS } from '../../support/situations.ts';

const DOOR = new URL('../../../shared/powertools/connect.ts', import.meta.url).href;

/** Every metric that our code sends, as CloudWatch would read it from a function's output. */
const sentByUs = (): ReadonlySet<string> => {
  const script = `import { connectMetrics } from '${DOOR}';
    const metrics = connectMetrics('c');
    for (const name of ${JSON.stringify(Object.keys(METRICS))}) metrics.add('t', name, 1);
    metrics.publish();`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { PATH: process.env['PATH'] },
    encoding: 'utf8',
  });
  const lines = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Emf);
  return new Set(
    lines
      .flatMap(({ _aws }) => _aws.CloudWatchMetrics)
      .flatMap(({ Namespace, Dimensions, Metrics }) =>
        Metrics.flatMap(({ Name }) =>
          Dimensions.map((dimensions) => metricKey(Namespace, Name, dimensions)),
        ),
      ),
  );
};

type Emf = {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string }[];
    }[];
  };
};

const keyOf = ({ namespace, name, dimensions }: Metric): string =>
  metricKey(namespace, name, Object.keys(dimensions));

const OURS = sentByUs();

/** What a connector's metrics may be about. */
const topicsOf = (one: Connector): Readonly<Record<TopicKind, readonly string[]>> => ({
  records: one.kind === 'sink' ? one.topics : one.statements.map(({ target }) => target),
  letters: [one.errors.deadLetterTopic],
  filter: one.kind === 'sink' ? [] : one.statements.map(({ filter }) => filter),
});

describe.each(SITUATIONS)('what watches $name', (situation) => {
  it('listens to metrics alone that somebody sends', async () => {
    const { connectors, parameters } = await deployed(situation);
    const sent = new Set([...OURS, ...sentByAws(parameters.given.brokerMonitoring)]);
    const graphs = dashboardRows(connectors, parameters).flatMap((row) => row.graphs);

    const heard = [...alarms(connectors, parameters), ...graphs].flatMap(({ metrics }) => metrics);

    expect(heard.length).toBeGreaterThan(50);
    expect(heard.map(keyOf).filter((key) => !sent.has(key))).toEqual([]);
  });

  it('asks for those of our own that the leg of that connector sends about that topic, and shows each', async () => {
    const { connectors, parameters } = await deployed(situation);
    const sent = connectors.flatMap((one) =>
      (Object.keys(METRICS) as MetricName[])
        .filter((name) => METRICS[name].legs.some((leg) => leg === one.kind))
        .flatMap((name) =>
          topicKinds(name)
            .flatMap((kind) => topicsOf(one)[kind])
            .map((topic) => `${one.name} ${topic} ${name}`),
        ),
    );
    const own = (metrics: readonly Metric[]): ReadonlySet<string> =>
      new Set(
        metrics
          .filter(({ namespace }) => namespace === 'Connectless')
          .map(({ name, dimensions: { Connector, Topic } }) => `${Connector} ${Topic} ${name}`),
      );
    const graphs = dashboardRows(connectors, parameters).flatMap((row) => row.graphs);

    const shown = own(graphs.flatMap(({ metrics }) => metrics));
    const watched = own(alarms(connectors, parameters).flatMap(({ metrics }) => metrics));

    expect(shown).toEqual(new Set(sent));
    expect([...watched].filter((one) => !sent.includes(one))).toEqual([]);
  });

  it('shows each metric that a connector sends of our own', async () => {
    const { connectors, parameters } = await deployed(situation);
    const shown = new Set(
      dashboardRows(connectors, parameters)
        .flatMap(({ graphs }) => graphs)
        .flatMap(({ metrics }) => metrics)
        .map(keyOf),
    );

    expect(OURS.size).toBe(Object.keys(METRICS).length);
    expect([...OURS].filter((key) => !shown.has(key))).toEqual([]);
  });

  it('has an id of its own for each alarm, and says what happened and what to do', async () => {
    const { connectors, parameters } = await deployed(situation);

    const all = alarms(connectors, parameters);

    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const { id, what, todo } of all) {
      expect(id).toMatch(/^[A-Za-z0-9]+$/);
      expect(what).toMatch(/\.$/);
      expect(todo).toMatch(/\.$/);
      expect(`${what} ${todo}`.length).toBeLessThanOrEqual(1024);
    }
  });

  it('puts no graph upon another', async () => {
    const { connectors, parameters } = await deployed(situation);

    const { widgets } = dashboardBody(monitoring(connectors, parameters));

    const cells = widgets.flatMap(({ x, y, width, height }) =>
      Array.from(
        { length: width * height },
        (_, n) => `${x + (n % width)} ${y + Math.floor(n / width)}`,
      ),
    );
    expect(widgets.length).toBeLessThanOrEqual(500);
    expect(Math.max(...widgets.map(({ x, width }) => x + width))).toBeLessThanOrEqual(24);
    expect(new Set(cells).size).toBe(cells.length);
  });
});

type Widget = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** The dashboard's body with a word in the place of what only CloudFormation knows. */
const dashboardBody = (
  resources: ReturnType<typeof monitoring>,
): { readonly widgets: readonly Widget[] } => {
  const body = resources['Dashboard']?.Properties['DashboardBody'] as {
    readonly 'Fn::Join': readonly [string, readonly unknown[]];
  };
  const [, parts] = body['Fn::Join'];
  return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : 'x')).join(''));
};

describe('alarms', () => {
  const idsOf = async (
    connector: Parameters<typeof alarms>[0][number],
    params: Readonly<Record<string, string>> = {},
  ): Promise<readonly string[]> => {
    const { parameters } = await deployed({ name: 'one', params });
    return alarms([connector], parameters).map(({ id }) => id.replace(/[0-9a-f]{8}$/, ''));
  };
  const sinkThat = (over: object) => aSinkConnector({ name: 's', ...over });
  const { errors, mapping } = aSinkConnector();

  it.each([
    { errors: { ...errors, tolerance: 'all' }, ids: ['SErrant', 'SLettersFailed'] },
    { errors: { ...errors, tolerance: 'all', drop: true }, ids: ['SErrant'] },
    { errors: { ...errors, tolerance: 'none' }, ids: ['SNotTolerated'] },
    {
      errors: { ...errors, tolerance: 'none', tolerates: { refused: true, invalid: false } },
      ids: ['SNotTolerated', 'SErrant', 'SLettersFailed'],
    },
  ])('tell what becomes of errant records with $errors', async ({ errors: own, ids }) => {
    const all = await idsOf(sinkThat({ errors: own }));

    const about = ['SErrant', 'SLettersFailed', 'SNotTolerated'];
    expect(new Set(all.filter((id) => about.includes(id)))).toEqual(new Set(ids));
  });

  it('tell of stale writes where documents have versions', async () => {
    const [statement] = (await deployed({ name: 'shipped' })).connectors.flatMap((one) =>
      one.kind === 'sink' ? one.statements : [],
    );
    const versioned = { ...statement, write: { operation: 'index', version: 'offset' } };

    expect(await idsOf(sinkThat({ statements: [versioned] }))).toContain('SStale');
    expect(await idsOf(sinkThat({ statements: [statement] }))).not.toContain('SStale');
  });

  it('tell of the mapping as far as its mode and bucket go', async () => {
    const inMode = (over: object) => idsOf(sinkThat({ mapping: { ...mapping, ...over } }));

    expect(await inMode({})).not.toContain('SBatchesInBucket');
    expect(await inMode({ failureBucket: 'b' })).toEqual(
      expect.arrayContaining(['SBatchesInBucket', 'SBatchesLost', 'SPollingFails']),
    );
    expect(await inMode({ mode: 'on-demand' })).not.toContain('SPollingFails');
  });

  it('tell a topic, if there is one, also when it is over', async () => {
    const topic = 'arn:aws:sns:eu-west-1:111122223333:on-call';
    const { connectors, parameters } = await deployed({
      name: 'told',
      params: { alarmTopicArn: topic },
    });

    const told = Object.values(monitoring(connectors, parameters)).filter(
      ({ Type }) => Type === 'AWS::CloudWatch::Alarm',
    );

    expect(told.length).toBe(alarms(connectors, parameters).length);
    for (const { Properties } of told)
      expect(Properties).toMatchObject({ AlarmActions: [topic], OKActions: [topic] });
  });

  it('count several metrics as one', async () => {
    const { connectors, parameters } = await deployed({ name: 'sums' });
    const summed = (alarm: Alarm) => alarm.metrics.length > 1;
    const { id = '' } = alarms(connectors, parameters).find(summed) ?? {};

    expect(monitoring(connectors, parameters)[id]?.Properties).toMatchObject({
      Metrics: [
        { Expression: 'SUM(METRICS())', ReturnData: true },
        { Id: 'm0', ReturnData: false },
        { Id: 'm1', ReturnData: false },
      ],
    });
  });
});
