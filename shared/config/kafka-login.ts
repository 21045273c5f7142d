import type { Entries } from './entries.ts';
import type { Environment } from './environment.ts';
import { type LoginModule, readJaas } from './jaas.ts';
import type { IamLogin, PasswordLogin } from './kafka-connection.ts';
import { hasReference } from './references.ts';
import type { Report } from './report.ts';

const JAAS = 'sasl.jaas.config';
const SCRAM = 'org.apache.kafka.common.security.scram.ScramLoginModule';

/** The login modules that belong to the mechanisms. */
const MODULES = {
  PLAIN: 'org.apache.kafka.common.security.plain.PlainLoginModule',
  'SCRAM-SHA-256': SCRAM,
  'SCRAM-SHA-512': SCRAM,
  AWS_MSK_IAM: 'software.amazon.msk.auth.iam.IAMLoginModule',
} as const;

export type Mechanism = keyof typeof MODULES;

/** The mechanisms that a protocol may have; IAM's tokens never cross a wire without TLS. */
const MECHANISMS: Readonly<Record<'SASL_PLAINTEXT' | 'SASL_SSL', readonly Mechanism[]>> = {
  SASL_PLAINTEXT: ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'],
  SASL_SSL: ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512', 'AWS_MSK_IAM'],
};

/** The mechanism that the environment or the files name; undefined, and told, where it is none of ours. */
export const readMechanism = (
  protocol: keyof typeof MECHANISMS,
  entries: Entries,
  env: Environment,
  report: Report,
): Mechanism | undefined => {
  const named = env['KAFKA_SASL_MECHANISM'] || entries.get('sasl.mechanism')?.text.trim();
  const found = MECHANISMS[protocol].find((mechanism) => mechanism === named);
  if (found === undefined && !hasReference(named ?? ''))
    report.error('sasl.mechanism', {
      found: named || 'GSSAPI, the default',
      expected: `one of ${MECHANISMS[protocol].join(', ')} for ${protocol}`,
    });
  return found;
};

/** Who we are by the AWS credentials of the environment. */
export const readIamLogin = (entries: Entries, env: Environment, report: Report): IamLogin => {
  const jaas = readLogin('AWS_MSK_IAM', entries, report);
  const options = [...(jaas?.options.keys() ?? [])].filter((name) => name !== 'awsDebugCreds');
  if (options.length > 0)
    report.error(JAAS, { expected: 'no options: the function’s own role signs in' });
  return { mechanism: 'AWS_MSK_IAM', region: env['AWS_REGION'] ?? '' };
};

/** Who we are by name and password. */
export const readPasswordLogin = (
  mechanism: PasswordLogin['mechanism'],
  entries: Entries,
  report: Report,
): PasswordLogin => {
  const login = readLogin(mechanism, entries, report);
  const username = login?.options.get('username') ?? '';
  const password = login?.options.get('password') ?? '';
  if (login && !(username && password))
    report.error(JAAS, { expected: 'username="…" and password="…" in it' });
  if (!entries.has(JAAS)) report.error(JAAS, { expected: expectedLogin(mechanism) });
  return { mechanism, username, password };
};

const readLogin = (
  mechanism: Mechanism,
  entries: Entries,
  report: Report,
): LoginModule | undefined => {
  const text = entries.get(JAAS)?.text.trim() ?? '';
  const login = readJaas(text);
  // A reference may stand for the whole.
  if (text === '' || (login === undefined && hasReference(text))) return undefined;
  if (login?.module !== MODULES[mechanism])
    report.error(JAAS, { expected: expectedLogin(mechanism) });
  return login;
};

const expectedLogin = (mechanism: Mechanism): string =>
  mechanism === 'AWS_MSK_IAM'
    ? `${MODULES[mechanism]} required;`
    : `${MODULES[mechanism]} required username="…" password="…";`;
