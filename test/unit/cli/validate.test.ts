import { afterEach, describe, expect, it, vi } from 'vitest';
import { functions } from '../../../infra/service.ts';
import { isError } from '../../../shared/config/faults.ts';
import { ConfigError, type Fault } from '../../../shared/connect/errors.ts';
import { runCommand } from '../../support/command-line.ts';
import { aSinkFile, aSourceFile, writeFiles } from '../../support/connector-files.ts';
import { oslsWith } from '../../support/osls.ts';
import { EXISTING, KAFKA_SECRET, SITUATIONS } from '../../support/situations.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

afterEach(() => vi.unstubAllEnvs());

type Params = Readonly<Record<string, string>>;
type Case = {
  readonly what: string;
  readonly stage?: string;
  readonly params?: Params;
  readonly files?: Readonly<Record<string, string>>;
  /** The keys at fault. */
  readonly keys: readonly string[];
};

const sink = (over: Params = {}) => ({ 'sink.json': aSinkFile('sink', ['phones'], over) });
const TLS_WITH_JKS = {
  'producer.override.security.protocol': 'SSL',
  'producer.override.ssl.truststore.location': 'ca.jks',
};
const SCRAM = {
  'producer.override.security.protocol': 'SASL_SSL',
  'producer.override.sasl.mechanism': 'SCRAM-SHA-512',
  'producer.override.sasl.jaas.config':
    'org.apache.kafka.common.security.scram.ScramLoginModule required username="u" password="${secretsmanager:AmazonMSK_u:password}";',
};
const BY_FILES = { ...EXISTING, kafkaSignIn: 'files' };

const CASES: readonly Case[] = [
  {
    what: 'a password for all to see',
    files: sink({
      'connect.elastic.use.http.username': 'u',
      'connect.elastic.use.http.password': 'secret',
    }),
    keys: ['connect.elastic.use.http.password'],
  },
  {
    what: 'a time that no mapping waits',
    files: sink({ 'connectless.timeout.seconds': '900' }),
    keys: ['connectless.timeout.seconds'],
  },
  {
    what: 'a bucket on demand, as the file says',
    files: sink({
      'connectless.mapping.mode': 'on-demand',
      'connectless.mapping.failure.bucket': 'b',
    }),
    keys: ['connectless.mapping.failure.bucket'],
  },
  {
    what: 'a bucket on demand, as a parameter says',
    params: { mappingMode: 'on-demand' },
    files: sink({ 'connectless.mapping.failure.bucket': 'b' }),
    keys: ['connectless.mapping.failure.bucket'],
  },
  {
    what: 'a Java keystore that nobody reads where IAM signs in',
    files: sink(TLS_WITH_JKS),
    keys: [],
  },
  {
    what: 'a Java keystore where the files sign in',
    params: BY_FILES,
    files: sink(TLS_WITH_JKS),
    keys: ['producer.override.ssl.truststore.location'],
  },
  {
    what: 'a mapping without its secret',
    params: BY_FILES,
    files: sink(SCRAM),
    keys: ['connectless.mapping.secret.arn'],
  },
  {
    what: 'a mapping with it',
    params: BY_FILES,
    files: sink({ ...SCRAM, 'connectless.mapping.secret.arn': KAFKA_SECRET }),
    keys: [],
  },
  {
    what: 'parameters that do not go together',
    params: { clusterArn: EXISTING.clusterArn },
    keys: ['subnetIds', 'securityGroupIds'],
  },
  {
    what: 'an ARN of something else',
    params: { ...EXISTING, clusterArn: EXISTING.domainArn },
    keys: ['clusterArn'],
  },
  {
    what: 'a name that is too long with its stage',
    stage: 'production-of-europe',
    files: { 'a.json': aSourceFile('a'.repeat(40), 'INSERT INTO a SELECT * FROM a') },
    keys: ['name'],
  },
  {
    what: 'that name where the stage is short',
    stage: 'x',
    files: { 'a.json': aSourceFile('a'.repeat(40), 'INSERT INTO a SELECT * FROM a') },
    keys: [],
  },
];

/** The errors that stop packaging. */
const packagingErrors = async ({ params, stage = 'dev' }: Case): Promise<readonly Fault[]> => {
  const error: unknown = await functions(oslsWith(params, stage)).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error === undefined) return [];
  if (error instanceof ConfigError) return error.faults;
  throw error;
};

const validated = async ({ params = {}, stage = 'dev' }: Case, env: Params) => {
  const given = Object.entries(params).flatMap(([name, value]) => ['--param', `${name}=${value}`]);
  const { exitCode, stdout } = await runCommand(
    ['validate', '--json', '--stage', stage, ...given],
    {
      env: { AWS_REGION: 'eu-west-1', ...env },
    },
  );
  return { exitCode, errors: (JSON.parse(stdout) as readonly Fault[]).filter(isError) };
};

describe('connectless validate and serverless package', () => {
  it.each([...CASES, ...SITUATIONS.map((one) => ({ keys: [], ...one, what: one.name }))])(
    'call the same an error: $what',
    async (one) => {
      await using folder = await temporaryFolder();
      await writeFiles(folder.path, one.files ?? {});
      const env: Params = one.files ? { CONNECTORS_DIR: folder.path } : {};
      if (one.files) vi.stubEnv('CONNECTORS_DIR', folder.path);

      const { exitCode, errors } = await validated(one, env);

      expect(errors.map(({ key }) => key)).toEqual(one.keys);
      expect(exitCode).toBe(one.keys.length > 0 ? 1 : 0);
      const packaging = await packagingErrors(one);
      expect(packaging.map(({ key }) => key)).toEqual(one.keys);
    },
  );
});

describe('a folder without connectors', () => {
  it.each([{}, { 'connect-distributed.properties': '' }])(
    'stops both, before a deploy removes what is deployed: %j',
    async (files) => {
      await using folder = await temporaryFolder();
      await writeFiles(folder.path, files);
      vi.stubEnv('CONNECTORS_DIR', folder.path);

      const validation = await runCommand(['validate'], { env: { CONNECTORS_DIR: folder.path } });

      expect(validation.exitCode).toBe(2);
      expect(validation.stderr).toContain(`no connector files in ${folder.path}`);
      expect(await packagingErrors({ what: '', keys: [] })).toMatchObject([
        { file: folder.path, expected: 'connector files (.json) here, or in CONNECTORS_DIR' },
      ]);
    },
  );
});

describe('connectless explain', () => {
  it('calls no fault either what the sign-in by IAM makes meaningless', async () => {
    await using folder = await temporaryFolder();
    await writeFiles(folder.path, sink(TLS_WITH_JKS));

    const { exitCode, stderr } = await runCommand(['explain', folder.path]);

    expect([exitCode, stderr]).toEqual([0, '']);
  });

  it('takes parameters as validate does', async () => {
    await using folder = await temporaryFolder();
    await writeFiles(folder.path, sink(TLS_WITH_JKS));
    const given = Object.entries(BY_FILES).flatMap((one) => ['--param', one.join('=')]);
    const run = (...args: readonly string[]) =>
      runCommand(['explain', folder.path, '--json', ...args], { env: { AWS_REGION: 'eu-west-1' } });

    const byFiles = await run(...given);
    const alone = await run('--param', `clusterArn=${EXISTING.clusterArn}`);

    expect([byFiles.exitCode, alone.exitCode]).toEqual([1, 1]);
    expect(JSON.parse(byFiles.stdout).faults).toMatchObject([
      { key: 'producer.override.ssl.truststore.location' },
    ]);
    expect(JSON.parse(alone.stdout).faults).toMatchObject([
      { key: 'subnetIds' },
      { key: 'securityGroupIds' },
    ]);
    expect(await run('--param', 'clusterARN=a')).toMatchObject({ exitCode: 2, stdout: '' });
  });
});

describe('serverless package', () => {
  it('says of faults, in its last line, how to read them', async () => {
    await using folder = await temporaryFolder();
    await writeFiles(folder.path, sink({ 'tasks.max': 'one' }));
    vi.stubEnv('CONNECTORS_DIR', folder.path);

    const error: unknown = await functions(oslsWith({})).catch((reason: unknown) => reason);

    const [fault, ...last] = Object(error).stack.trim().split('\n').slice(1);
    expect(fault).toContain('tasks.max: found one, expected a whole number');
    expect(last).toEqual([expect.stringMatching(/^npx connectless validate /)]);
  });
});

describe('connectless validate', () => {
  it('takes what serverless.yml says of the stage', async () => {
    const { exitCode } = await runCommand(['validate', '--stage', 'prod']);

    expect(exitCode).toBe(0);
  });

  it.each(['clusterARN=a', 'clusterArn'])('calls --param %s wrong usage', async (text) => {
    const { exitCode, stderr } = await runCommand(['validate', '--param', text]);

    expect(exitCode).toBe(2);
    expect(stderr).toContain(`--param ${text}: expected name=value with a name of vpcId, `);
  });

  it('warns of a parameter that only packaging knows, and says nothing more of it', async () => {
    const { exitCode, stdout } = await runCommand([
      ...['validate', '--json'],
      ...['--param', 'searchNodes=${env:NODES}'],
    ]);

    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([
      { file: 'params', key: 'searchNodes', severity: 'warning' },
    ]);
  });
});
