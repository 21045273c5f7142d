import type { Connector, SinkConnector } from '../shared/config/connector.ts';
import type { SignIn } from '../shared/config/kafka-connection.ts';
import type { Fault } from '../shared/connect/errors.ts';
import type { Value } from './cloudformation.ts';
import type { Statement } from './iam.ts';
import type { Parameters } from './parameters.ts';

/** With the role of the function, the only way that needs no secret. */
export const IAM: SignIn = { protocol: 'SASL_SSL', mechanism: 'AWS_MSK_IAM', isMutual: false };

/** How a connector's function and mappings sign in: with their role, unless the deploy leaves it to the files. */
export const signIn = (connector: Connector, { given }: Parameters): SignIn =>
  given.kafkaSignIn === 'iam' ? IAM : connector.signIn;

/** Every way to sign in that some function has, the deploy's own included. */
export const waysToSignIn = (
  connectors: readonly Connector[],
  parameters: Parameters,
  own: readonly SignIn[],
): readonly SignIn[] => {
  const all = [...own, ...connectors.map((connector) => signIn(connector, parameters))];
  return [...new Map(all.map((way) => [JSON.stringify(way), way])).values()];
};

/** Whether IAM decides who may do what on the cluster. */
export const isIam = ({ mechanism }: SignIn): boolean => mechanism === IAM.mechanism;

/** What a function's environment says in the files' place: nothing, where the deploy leaves it to them. */
export const signInVariables = ({
  kafkaSignIn,
}: Parameters['given']): Readonly<Record<string, string>> =>
  kafkaSignIn === 'iam'
    ? { KAFKA_SECURITY_PROTOCOL: IAM.protocol, KAFKA_SASL_MECHANISM: String(IAM.mechanism) }
    : {};

/** How a mapping can sign in, and by what kind of secret. */
const MAPPINGS: readonly {
  readonly accepts: (way: SignIn) => boolean;
  readonly secret?: string;
}[] = [
  { accepts: isIam },
  {
    accepts: ({ protocol, mechanism }) => protocol === 'SASL_SSL' && mechanism === 'SCRAM-SHA-512',
    secret: 'SASL_SCRAM_512_AUTH',
  },
  {
    accepts: ({ protocol, isMutual }) => protocol === 'SSL' && isMutual,
    secret: 'CLIENT_CERTIFICATE_TLS_AUTH',
  },
  { accepts: ({ protocol }) => protocol === 'SSL' || protocol === 'PLAINTEXT' },
];

/** Whether an MSK cluster has a listener for it; what it has a mapping can do. */
export const isOfMsk = (way: SignIn): boolean => MAPPINGS.some(({ accepts }) => accepts(way));

/** The secret of a mapping, as it is declared. */
export const secretOf = (connector: SinkConnector, parameters: Parameters): readonly Value[] => {
  const way = MAPPINGS.find(({ accepts }) => accepts(signIn(connector, parameters)));
  const { secretArn } = connector.mapping;
  return way?.secret !== undefined && secretArn !== undefined
    ? [{ Type: way.secret, URI: secretArn }]
    : [];
};

/** What is wrong with how a sink's mappings would sign in. */
export const signInFaults = (connector: Connector, parameters: Parameters): readonly Fault[] => {
  if (connector.kind === 'source') return [];
  const { file, mapping } = connector;
  const { protocol, mechanism = '' } = signIn(connector, parameters);
  const way = MAPPINGS.find(({ accepts }) => accepts(signIn(connector, parameters)));
  if (way === undefined)
    return [
      {
        file,
        key: mechanism === '' ? 'security.protocol' : 'sasl.mechanism',
        severity: 'error',
        found: `${protocol} ${mechanism}`.trim(),
        expected:
          'what Lambda’s mapping can do: AWS_MSK_IAM or SCRAM-SHA-512 by SASL_SSL, SSL with or without a keystore, or PLAINTEXT',
      },
    ];
  if (way.secret === undefined || mapping.secretArn !== undefined) return [];
  return [
    {
      file,
      key: 'connectless.mapping.secret.arn',
      severity: 'error',
      expected: `the secret by which the mapping signs in with ${mechanism || 'its certificate'}`,
    },
  ];
};

/** Reading that secret, and having it decrypted. */
export const readMappingSecret = (
  connector: SinkConnector,
  parameters: Parameters,
): readonly Statement[] =>
  secretOf(connector, parameters).length === 0
    ? []
    : [
        {
          actions: ['secretsmanager:GetSecretValue'],
          resources: [String(connector.mapping.secretArn)],
        },
        {
          actions: ['kms:Decrypt'],
          // MSK takes secrets with a key of the customer's own alone. Which key, the secret knows: any, but for it.
          resources: ['*'],
          condition: {
            StringEquals: {
              'kms:EncryptionContext:SecretARN': String(connector.mapping.secretArn),
            },
          },
        },
      ];
