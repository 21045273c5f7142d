import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageTemplate } from '../support/package-service.ts';
import { resourcesOf } from '../support/policies.ts';
import { findPython } from '../support/python.ts';
import { filesOf, optionsOf, SITUATIONS, type Situation } from '../support/situations.ts';
import { standIns } from '../support/stand-ins.ts';
import { ofType, permissions, resolve, type Template } from '../support/template.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = await temporaryFolder();
const python = await findPython();
const templates = new Map<string, { readonly file: string; readonly template: Template }>();

/** What holds the only copy of something. */
const STATEFUL = [
  'AWS::MSK::Cluster',
  'AWS::MSK::Configuration',
  'AWS::MSK::Topic',
  'AWS::OpenSearchService::Domain',
  'AWS::SQS::Queue',
  'AWS::KMS::Key',
];

beforeAll(async () => {
  // Two at a time, as many as a small machine has processors.
  const waiting = SITUATIONS.entries();
  const packageThem = async (): Promise<void> => {
    for (const [index, situation] of waiting) await packageSituation(index, situation);
  };
  await Promise.all([packageThem(), packageThem()]);
});

const packageSituation = async (index: number, situation: Situation): Promise<void> => {
  const into = join(folder.path, String(index));
  const connectorsDir = await filesOf(situation, into);
  const template = await packageTemplate({
    into,
    bundles: false,
    options: optionsOf(situation),
    ...(connectorsDir !== undefined && { connectorsDir }),
  });
  templates.set(situation.name, template);
};

afterAll(() => folder[Symbol.asyncDispose]());

const templateOf = (name: string): Template => templates.get(name)?.template ?? { Resources: {} };

/** Wildcards in the roles' policies that can't be had narrower, by action and resource, and why. */
const WILDCARDS: readonly { readonly allows: RegExp; readonly why: string }[] = [
  {
    allows: /^ec2:(Create|Delete|Assign|Unassign)(NetworkInterface|PrivateIpAddresses) \*$/,
    why: 'a network interface has no ARN before it exists',
  },
  {
    allows: /^ec2:Describe(NetworkInterfaces|SecurityGroups|Subnets|Vpcs) \*$/,
    why: 'EC2 knows no resource for Describe actions',
  },
  { allows: /^xray:Put\w+ \*$/, why: 'X-Ray knows no resource' },
  {
    allows: /^kms:Decrypt \*$/,
    why: 'the secret knows its key; a condition allows it for that secret alone',
  },
  { allows: /^s3:PutObject arn:[^*]+\/\*$/, why: 'Lambda names the objects' },
  {
    allows: /^(secretsmanager:GetSecretValue) arn:[^*?]+-\?{6}$/,
    why: 'Secrets Manager gives each secret six characters of its own',
  },
  {
    allows: /^es:ESHttp(Get|Post) \S+\/(_plugins\/_ism\/\w+\/\.?)?[a-z][^/*]*\*(\/_search)?$/,
    why: 'dated indices are named by their days, those of a data stream by numbers',
  },
  {
    allows: /^kafka-cluster:(Create|Describe)Topic arn:\S+:topic\/\S+\/[a-z]\S*\*\S*$/,
    why: 'a topic of `$` is named by the message, where the filter has its wildcard',
  },
  {
    allows: /^kafka-cluster:WriteData arn:\S+:topic\/\S+\/[a-z]\S*\*\S*$/,
    why: 'the same',
  },
];

describe.each(SITUATIONS)('the template for $name', (situation) => {
  const { name } = situation;

  it('keeps what holds the only copy of something, under a name that no later deploy wants', () => {
    const stateful = Object.values(templateOf(name).Resources).filter(({ Type }) =>
      STATEFUL.includes(Type),
    );

    expect(stateful.length).toBeGreaterThan(1);
    for (const resource of stateful)
      expect(resource).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    const names = stateful.flatMap(({ Properties }) =>
      ['ClusterName', 'DomainName', 'Name', 'QueueName'].flatMap((key) => Properties[key] ?? []),
    );
    for (const own of names) expect(JSON.stringify(own)).toContain('AWS::StackId');
  });

  it('keeps where that stands, or the stack could not be removed', () => {
    const { Resources } = templateOf(name);
    const stands = Object.values(Resources)
      .filter(({ Type }) => STATEFUL.includes(Type))
      .flatMap(({ Properties }) => [
        ...JSON.stringify(Properties).matchAll(/"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/g),
      ])
      .map(([, id = '']) => id)
      .filter((id) => Resources[id]?.Type.startsWith('AWS::EC2::'));

    for (const id of stands) expect([id, Resources[id]?.DeletionPolicy]).toEqual([id, 'Retain']);
  });

  it('has no wildcard in a policy without a reason', () => {
    const roles = Object.values(ofType(templateOf(name), 'AWS::IAM::Role'));
    const wide = roles.flatMap(permissions).filter((line) => /[*?]/.test(line));

    expect(wide.length).toBeGreaterThan(5);
    expect(wide.filter((line) => !WILDCARDS.some(({ allows }) => allows.test(line)))).toEqual([]);
  });

  it('has those roles and permissions that are evaluated', async () => {
    await using own = await temporaryFolder();
    const evaluated = ['AWS::IAM::Role', 'AWS::Lambda::Permission', 'AWS::KMS::Key'];

    const { own: expected } = await resourcesOf(situation, own.path);

    for (const type of evaluated)
      expect(ofType(templateOf(name), type)).toEqual(ofType({ Resources: expected }, type));
  });

  it('has alarms and graphs about resources that are there alone', () => {
    const template = templateOf(name);
    const known = knownValues(template, situation);

    // Whose topic is whose, test/unit/infra/monitoring.test.ts says.
    const heard = [...alarmDimensions(template), ...graphDimensions(template)].filter(
      ({ Name }) => Name !== 'Topic',
    );

    expect(heard.length).toBeGreaterThan(50);
    const unknown = heard.filter(({ Name, Value }) => !known[Name]?.has(Value));
    expect(unknown).toEqual([]);
  });

  it('lets services in for its own resources alone', () => {
    const open = Object.values(ofType(templateOf(name), 'AWS::Lambda::Permission')).filter(
      ({ Properties }) => !(Properties['SourceArn'] && Properties['SourceAccount']),
    );

    expect(open).toEqual([]);
  });

  it('stays far below what CloudFormation takes', () => {
    const template = templateOf(name);

    expect(JSON.stringify(template).length).toBeLessThan(700_000);
    expect(Object.keys(template.Resources).length).toBeLessThan(400);
  });

  it('keeps every log for a month', () => {
    const days = Object.values(ofType(templateOf(name), 'AWS::Logs::LogGroup')).map(
      ({ Properties }) => Properties['RetentionInDays'],
    );

    expect(new Set(days)).toEqual(new Set([30]));
  });

  it('gives no function a secret or an idle instance, and each the cheaper processor', () => {
    for (const { Properties } of Object.values(ofType(templateOf(name), 'AWS::Lambda::Function'))) {
      expect(Properties).toMatchObject({
        Architectures: ['arm64'],
        LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN' },
      });
      expect(JSON.stringify(Properties)).not.toMatch(/resolve:|password/i);
    }
    expect(ofType(templateOf(name), 'AWS::EC2::NatGateway')).toEqual({});
  });
});

describe('what prepares a cluster with SCRAM', () => {
  const properties = (id: string) =>
    resolve(templateOf('a cluster with SCRAM').Resources[id]?.Properties) as Readonly<
      Record<string, unknown>
    >;

  it('finds the brokers of the worker’s way to sign in, and leaves that to its file', () => {
    const { Variables } = properties('PrepareLambdaFunction')['Environment'] as Readonly<
      Record<string, Readonly<Record<string, string>>>
    >;

    expect(new Set(Object.keys(Variables ?? {}))).toEqual(
      new Set(['KAFKA_BROKERS', 'OPENSEARCH_NODE']),
    );
    const [, id = ''] = /^<(.+)\.Brokers>$/.exec(Variables?.['KAFKA_BROKERS'] ?? '') ?? [];
    expect(properties(id)).toMatchObject({
      SecurityProtocol: 'SASL_SSL',
      SaslMechanism: 'SCRAM-SHA-512',
    });
  });

  it('makes topics, and leaves to an administrator what its login may not do', () => {
    const { Plan, ...own } = properties('Prepared');

    expect(JSON.parse(String(Plan)).topics).toMatchObject([
      { name: 'phones' },
      { name: 'sink-dead-letters' },
      { name: 'source-dead-letters' },
    ]);
    expect(own).toMatchObject({ DeniedByCluster: 'print', DeniedByDomain: 'print' });
  });
});

type Dimension = { readonly Name: string; readonly Value: string };

/** What each dimension of CloudWatch may say in a template. */
const knownValues = (
  template: Template,
  { params = {} }: Situation,
): Readonly<Record<string, ReadonlySet<string>>> => {
  const refer = standIns(template.Resources);
  const all = (type: string, property: string): readonly string[] =>
    Object.values(ofType(template, type)).flatMap(({ Properties }) => {
      const value = property.split('.').reduce<unknown>(member, Properties);
      return value === undefined ? [] : [resolve(value, refer)].flat().map(String);
    });
  const mappings = ofType(template, 'AWS::Lambda::EventSourceMapping');
  const measured = Object.entries(mappings).filter(([, one]) => one.Properties['MetricsConfig']);
  const inArn = (arn: string | undefined): readonly string[] => arn?.split('/').slice(1, 2) ?? [];
  return Object.fromEntries(
    Object.entries({
      RuleName: all('AWS::IoT::TopicRule', 'RuleName'),
      ActionType: ['Lambda'],
      FunctionName: all('AWS::Lambda::Function', 'FunctionName'),
      EventSourceMappingUUID: measured.map(([id]) => refer(`${id}.Id`)),
      'Cluster Name': [...all('AWS::MSK::Cluster', 'ClusterName'), ...inArn(params['clusterArn'])],
      'Broker ID': ['1', '2', '3'],
      'Consumer Group': all(
        'AWS::Lambda::EventSourceMapping',
        'AmazonManagedKafkaEventSourceConfig.ConsumerGroupId',
      ),
      DomainName: [
        ...all('AWS::OpenSearchService::Domain', 'DomainName'),
        ...inArn(params['domainArn']),
      ],
      ClientId: ['111122223333'],
      QueueName: Object.keys(ofType(template, 'AWS::SQS::Queue')).map((id) =>
        refer(`${id}.QueueName`),
      ),
      Connector: all('AWS::Lambda::Function', 'Environment.Variables.CONNECTOR'),
    }).map(([dimension, values]) => [dimension, new Set(values.map(String))]),
  );
};

const member = (value: unknown, key: string): unknown =>
  (value as Readonly<Record<string, unknown>> | undefined)?.[key];

const alarmDimensions = (template: Template): readonly Dimension[] => {
  const refer = standIns(template.Resources);
  return Object.values(ofType(template, 'AWS::CloudWatch::Alarm')).flatMap(({ Properties }) => {
    const { Dimensions = [], Metrics = [] } = resolve(
      { Dimensions: Properties['Dimensions'] ?? [], Metrics: Properties['Metrics'] ?? [] },
      refer,
    ) as { readonly Dimensions: readonly Dimension[]; readonly Metrics: readonly Measured[] };
    return [
      ...Dimensions,
      ...Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric.Dimensions ?? []),
    ];
  });
};

type Measured = {
  readonly MetricStat?: { readonly Metric: { readonly Dimensions: readonly Dimension[] } };
};

/** A graph's metric is a list: namespace, name, then dimensions and their values in turn. */
const graphDimensions = (template: Template): readonly Dimension[] => {
  const refer = standIns(template.Resources);
  return Object.values(ofType(template, 'AWS::CloudWatch::Dashboard')).flatMap(({ Properties }) => {
    const { widgets } = JSON.parse(String(resolve(Properties['DashboardBody'], refer))) as Body;
    return widgets
      .flatMap(({ properties }) => properties.metrics ?? [])
      .flatMap(([, , ...rest]) =>
        rest.flatMap((Name, at) => (at % 2 === 0 ? [{ Name, Value: rest[at + 1] ?? '' }] : [])),
      );
  });
};

type Body = {
  readonly widgets: readonly {
    readonly properties: { readonly metrics?: readonly (readonly string[])[] };
  }[];
};

describe('the list of wildcards', () => {
  it('has none that nobody needs', () => {
    const all = [...templates.values()]
      .flatMap(({ template }) => Object.values(ofType(template, 'AWS::IAM::Role')))
      .flatMap(permissions);

    expect(WILDCARDS.filter(({ allows }) => !all.some((line) => allows.test(line)))).toEqual([]);
  });
});

describe('the network', () => {
  const endpoints = (name: string) =>
    Object.values(ofType(templateOf(name), 'AWS::EC2::VPCEndpoint')).map(
      ({ Properties }) => `${Properties['VpcEndpointType']} ${resolve(Properties['ServiceName'])}`,
    );

  it.each([
    { name: 'an empty account', services: [] },
    { name: 'mappings on demand', services: ['lambda', 'sts'] },
    { name: 'ten connectors', services: ['lambda', 'sts', 'secretsmanager', 'ssm'] },
  ])('has no endpoint but for S3 and $services for $name', ({ name, services }) => {
    expect(new Set(endpoints(name))).toEqual(
      new Set([
        'Gateway com.amazonaws.<AWS::Region>.s3',
        ...services.map((service) => `Interface com.amazonaws.<AWS::Region>.${service}`),
      ]),
    );
  });

  it('lets nothing in but from groups, and nothing out but by HTTPS and to brokers', () => {
    const rules = Object.values(templateOf('ten connectors').Resources).flatMap(
      ({ Type, Properties }) => {
        if (Type === 'AWS::EC2::SecurityGroup')
          return Properties['SecurityGroupEgress'] as readonly object[];
        return Type.startsWith('AWS::EC2::SecurityGroup') ? [Properties] : [];
      },
    );

    const open = rules.filter(
      (rule) => !/SecurityGroupId"/.test(JSON.stringify(rule).replace('"GroupId"', '')),
    );
    expect(open).toMatchObject([
      { FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' },
      ...Array.from({ length: open.length - 1 }, () => ({ CidrIp: '255.255.255.255/32' })),
    ]);
  });
});

// Either needs one processor, and many seconds more where that has other work.
describe.concurrent('the templates', { timeout: 400_000 }, () => {
  it.skipIf(python.missing !== undefined)(
    `pass cfn-lint without a finding${python.missing === undefined ? '' : `: ${python.missing}`}`,
    async ({ expect }) => {
      if (python.missing !== undefined) throw new Error(python.missing);

      const { stdout, stderr, exitCode } = await python.run(['-c', CFN_LINT, ...files()]);

      expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    },
  );

  it.skipIf(python.missing !== undefined)(
    `pass checkov, but for what is excepted with a reason${python.missing === undefined ? '' : `: ${python.missing}`}`,
    async ({ expect }) => {
      if (python.missing !== undefined) throw new Error(python.missing);
      const options = ['--framework', 'cloudformation', '--skip-download', '--output', 'json'];

      const { stdout } = await python.run([
        ...['-m', 'checkov.main', ...options],
        ...files().flatMap((file) => ['--file', file]),
      ]);

      const { summary, results } = JSON.parse(stdout) as Checkov;
      expect(results.failed_checks.map(({ check_id, resource }) => [check_id, resource])).toEqual(
        [],
      );
      expect(summary).toMatchObject({ failed: 0, parsing_errors: 0 });
      expect(summary.passed).toBeGreaterThan(500);
    },
  );
});

/** It has no module that runs. */
const CFN_LINT = 'from cfnlint.runner import main; main()';

type Checkov = {
  readonly summary: { readonly passed: number; readonly skipped: number };
  readonly results: {
    readonly failed_checks: readonly { readonly check_id: string; readonly resource: string }[];
  };
};

const files = (): readonly string[] => [...templates.values()].map(({ file }) => file);
