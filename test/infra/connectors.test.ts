import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { aSinkFile, aSourceFile, writeFiles } from '../support/connector-files.ts';
import { startHttpServer } from '../support/http-server.ts';
import { packageService, runOsls, type ServicePackage } from '../support/package-service.ts';
import { EXISTING, optionsOf } from '../support/situations.ts';
import { ofType, permissions } from '../support/template.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

type Files = Readonly<Record<string, string>>;

/** Packages these files, in a folder that lies elsewhere. */
const packaged = async (
  into: string,
  files: Files,
  options: readonly string[] = [],
): Promise<ServicePackage> => {
  const connectorsDir = join(into, 'files of another team');
  await mkdir(connectorsDir, { recursive: true });
  await writeFiles(connectorsDir, files);
  return packageService({ connectorsDir, into, options });
};

/** What osls prints where it refuses these files or options. */
const refusal = async (files: Files, options: readonly string[] = []): Promise<string> => {
  await using folder = await temporaryFolder();
  return await failure(packaged(folder.path, files, options));
};

const failure = async (run: Promise<unknown>): Promise<string> => {
  const error: unknown = await run.catch((reason: unknown) => reason);
  return error instanceof Error ? error.message : 'not refused';
};

describe('serverless package', () => {
  it('makes a function of each file, and a rule or mapping of each filter or topic', async () => {
    await using folder = await temporaryFolder();

    const { template, functions } = await packaged(folder.path, {
      'phones.json': aSourceFile(
        'phones',
        'INSERT INTO phones SELECT * FROM phone/+/data; INSERT INTO raw SELECT * FROM phone/+/data; INSERT INTO all SELECT * FROM `#`',
      ),
      'cars.json': aSourceFile('cars', 'INSERT INTO cars SELECT * FROM `$share/fleet/car/#`'),
      'phones-sink.json': aSinkFile('phones-sink', ['phones', 'raw']),
      'cars-sink.json': aSinkFile('cars-sink', ['cars']),
    });

    expect(new Set(Object.keys(functions))).toEqual(
      new Set(['bootstrapBrokers', 'cars', 'carsSink', 'phones', 'phonesSink', 'prepare']),
    );
    expect(functions['cars']?.files).toEqual(
      new Set(['connectors/cars.json', 'handlers/mqtt-to-kafka.mjs']),
    );
    const rules = Object.values(ofType(template, 'AWS::IoT::TopicRule'));
    const names = rules.map(({ Properties }) => String(Properties['RuleName']));
    expect(new Set(names).size).toBe(3);
    for (const name of names) expect(name).toMatch(/^[a-zA-Z0-9_]{1,128}$/);
    const mappings = Object.values(ofType(template, 'AWS::Lambda::EventSourceMapping'));
    expect(
      mappings.map(({ Properties }) => [
        Properties['Topics'],
        Properties['AmazonManagedKafkaEventSourceConfig'],
      ]),
    ).toEqual([
      [['cars'], { ConsumerGroupId: 'connect-cars-sink' }],
      [['phones'], { ConsumerGroupId: 'connect-phones-sink-phones' }],
      [['raw'], { ConsumerGroupId: 'connect-phones-sink-raw' }],
    ]);
    expect(permissions(template.Resources['CarsRole']).join('\n')).not.toContain('phones');
  });

  it('lets a source make and write the topics that its messages may name, and no others', async () => {
    await using folder = await temporaryFolder();
    const converted = 'io.lenses.streamreactor.connect.converters.source.JsonSimpleConverter';
    const { template } = await packaged(folder.path, {
      // Of the cluster that the worker had: the functions sign in to this deploy's with IAM.
      'connect-distributed.properties':
        'security.protocol=SSL\nssl.truststore.location=/old/ca.jks\nssl.key.password=geheim',
      'a.json': aSourceFile(
        'a',
        `INSERT INTO \`p_$\` SELECT * FROM \`plant/+/data\` WITHCONVERTER=\`${converted}\`; INSERT INTO t SELECT * FROM b`,
        {
          'topic.creation.default.partitions': '3',
          'topic.creation.default.replication.factor': '3',
          'connectless.mqtt.user.properties': 'site, unit',
        },
      ),
    });

    const allowed = permissions(template.Resources['ARole']);
    const topicsOf = (action: string) =>
      allowed
        .filter((line) => line.startsWith(`kafka-cluster:${action} `))
        .map((line) => line.split('/').at(-1));
    const rules = Object.values(ofType(template, 'AWS::IoT::TopicRule'));
    expect(topicsOf('CreateTopic')).toEqual(['p_plant*data']);
    expect(topicsOf('WriteData')).toEqual(['p_plant*data', 't', 'a-dead-letters']);
    expect(JSON.stringify(rules)).toContain(
      "newuuid() AS id, {'site': get_user_properties('site'), 'unit': get_user_properties('unit')} AS userProperties FROM 'plant/+/data'",
    );
  });

  it.each([
    { signsIn: 'iam', options: [], stores: [] },
    {
      signsIn: 'files',
      options: optionsOf({ name: '', params: { ...EXISTING, kafkaSignIn: 'files' } }),
      stores: ['connectors/tls/ca.pem'],
    },
  ])(
    'puts the certificates beside a file that its function reads (kafkaSignIn=$signsIn)',
    async ({ options, stores }) => {
      await using folder = await temporaryFolder();
      const connectorsDir = fileURLToPath(
        new URL('../../examples/scram-worker/connectors/', import.meta.url),
      );

      const { functions } = await packageService({ connectorsDir, into: folder.path, options });

      expect(functions['phonesSource']?.files).toEqual(
        new Set([
          'connectors/connect-distributed.properties',
          'connectors/phones-source.json',
          'handlers/mqtt-to-kafka.mjs',
          ...stores,
        ]),
      );
      expect(functions['prepare']?.files).toEqual(
        new Set(['connectors/connect-distributed.properties', 'handlers/prepare.mjs', ...stores]),
      );
    },
  );

  it('names every fault of every file, without a stack', async () => {
    const printed = await refusal({
      'a.json': aSourceFile('a', 'INSRT INTO a SELECT * FROM b', { 'errors.tolerance': 'some' }),
      'b.json': '{',
    });

    expect(printed).toContain('a.json:1: errors.tolerance: found some, expected one of none, all');
    expect(printed).toContain('a.json:1: connect.mqtt.kcql: found INSRT');
    expect(printed).toMatch(/^b\.json:1: expected JSON: a closing brace$/m);
    expect(printed).not.toMatch(/^ +at /m);
    expect(printed.match(/errors\.tolerance/g)).toHaveLength(1);
  });

  it('names every fault of the parameters, without a stack', async () => {
    const printed = await refusal({ 'a.json': aSinkFile('a', ['a']) }, [
      ...['--param', 'searchNodes=4', '--param', 'tracing=on'],
      ...['--region', 'us-west-1'],
    ]);

    expect(printed).toContain('params: searchNodes: found 4, expected 1, 2 or a multiple of 3');
    expect(printed).toContain('params: tracing: found on');
    expect(printed).toContain('us-west-1 has two zones');
    expect(printed).not.toMatch(/^ +at /m);
    expect(printed.match(/searchNodes/g)).toHaveLength(1);
  });

  it('refuses a parameter that nothing reads, once', async () => {
    const printed = await refusal({ 'a.json': aSinkFile('a', ['a']) }, [
      ...['--param', 'kafkaSigIn=files', '--param', 'tracing=true'],
    ]);

    expect(printed).toContain('--param kafkaSigIn=files: expected name=value with a name of vpcId');
    expect(printed).not.toMatch(/^ +at /m);
    expect(printed.match(/kafkaSigIn=/g)).toHaveLength(1);
  });

  it('refuses a name in the params of serverless.yml that nothing reads, once', async () => {
    await using folder = await temporaryFolder();
    const edit = (service: string) =>
      service.replace('kafkaSignIn: iam', '$&\n    kafkaSigIn: files');

    const printed = await failure(
      runOsls(['package'], { into: folder.path, edit, copiesInfra: true }),
    );

    expect(printed).toMatch(
      /^serverless\.yml: params\.default\.kafkaSigIn: .*; write kafkaSignIn$/m,
    );
    expect(printed).not.toMatch(/^ +at /m);
    expect(printed.match(/kafkaSigIn:/g)).toHaveLength(1);
  });

  it('refuses a folder without connector files', async () => {
    const printed = await refusal({});

    expect(printed).toContain('files of another team: expected connector files (.json) here');
    expect(printed).not.toMatch(/^ +at /m);
  });

  it('refuses names that Kafka Connect tells apart, but AWS not', async () => {
    const printed = await refusal({
      'a.json': aSourceFile('my-phones', 'INSERT INTO a SELECT * FROM a'),
      'b.json': aSourceFile('my.phones', 'INSERT INTO b SELECT * FROM b'),
      'c.json': aSourceFile('bootstrap-brokers', 'INSERT INTO c SELECT * FROM c'),
    });

    expect(printed).toContain('b.json: name: found my.phones');
    expect(printed).toContain('c.json: name: found bootstrap-brokers');
  });
});

describe('serverless, where a deploy would be refused', () => {
  const GOES_ON =
    '\nnpx connectless validate lists them by file; it takes --stage and --param as serverless does\nThey would stop a deploy';

  // Whoever removes a service may have removed its files before.
  it.each(['remove', 'info'])('%s asks AWS although there is no file', async (command) => {
    await using folder = await temporaryFolder();
    await using aws = await startHttpServer(400);
    const env = {
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: 'nobody',
      AWS_SECRET_ACCESS_KEY: 'nothing',
    };

    const place = { into: folder.path, connectorsDir: folder.path, env };
    const printed = await failure(runOsls([command], place));

    expect(printed).toContain(
      `expected connector files (.json) here, or in CONNECTORS_DIR${GOES_ON}`,
    );
    expect(aws.requests.map(({ body }) => body).join()).toContain('StackName=connectless-dev');
  });

  it('prints the functions of the files that are right', async () => {
    await using folder = await temporaryFolder();
    await writeFiles(folder.path, { 'a.json': aSinkFile('a', ['a']), 'b.json': '{' });

    const place = { into: folder.path, connectorsDir: folder.path };
    const printed = await runOsls(['print'], place);

    expect(printed).toContain(`b.json:1: expected JSON: a closing brace${GOES_ON}`);
    expect(printed).toContain('Runs the sink connector a');
  });
});
