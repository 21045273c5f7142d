import type { GetBootstrapBrokersCommandOutput } from '@aws-sdk/client-kafka';
import { ConfigError } from '../connect/errors.ts';

/** A way to speak to a cluster, in Kafka's own words. */
export type KafkaSecurity = { readonly protocol: string; readonly mechanism?: string };

type BrokerList = KafkaSecurity & {
  /** Where GetBootstrapBrokers answers with the brokers for it. */
  readonly member: Extract<
    keyof GetBootstrapBrokersCommandOutput,
    `BootstrapBrokerString${string}`
  >;
};

/** The lists for clients inside the cluster's network. */
const BROKER_LISTS: readonly BrokerList[] = [
  { protocol: 'PLAINTEXT', member: 'BootstrapBrokerString' },
  { protocol: 'SSL', member: 'BootstrapBrokerStringTls' },
  {
    protocol: 'SASL_SSL',
    mechanism: 'AWS_MSK_IAM',
    member: 'BootstrapBrokerStringSaslIam',
  },
  {
    protocol: 'SASL_SSL',
    mechanism: 'SCRAM-SHA-512',
    member: 'BootstrapBrokerStringSaslScram',
  },
];

/**
 * The brokers of a cluster for one way to speak to it; without SASL a mechanism has no meaning.
 *
 * @throws ConfigError where the cluster has none for it, with those that it has
 */
export const brokersFor = (
  wanted: KafkaSecurity,
  answer: Partial<GetBootstrapBrokersCommandOutput>,
  cluster: string,
): string => {
  const offered = BROKER_LISTS.filter(({ member }) => answer[member]);
  const found = offered.find(
    ({ protocol, mechanism }) =>
      protocol === wanted.protocol && (mechanism === undefined || mechanism === wanted.mechanism),
  );
  const brokers = found && answer[found.member];
  if (brokers) return brokers;
  throw new ConfigError([
    {
      file: cluster,
      key: 'security.protocol',
      severity: 'error',
      found: offered.map(describe).join(', ') || 'no brokers at all',
      expected: describe(wanted),
    },
  ]);
};

const describe = ({ protocol, mechanism }: KafkaSecurity): string =>
  mechanism === undefined ? protocol : `${protocol} with ${mechanism}`;
