import { GetBootstrapBrokersCommand, KafkaClient } from '@aws-sdk/client-kafka';
import { ConfigError } from '../connect/errors.ts';
import { brokersFor } from './broker-lists.ts';
import type { CustomResourcePorts } from './custom-resource.ts';

/** What the custom resource is declared with. */
type BootstrapBrokersProperties = {
  readonly ClusterArn: string;
  readonly SecurityProtocol: string;
  readonly SaslMechanism?: string;
};

/** Asks MSK for a cluster's brokers, which CloudFormation has no attribute for. */
export const createBootstrapBrokers = (): CustomResourcePorts['apply'] => {
  const client = new KafkaClient({});
  return async (properties, abortSignal) => {
    const { ClusterArn, SecurityProtocol, SaslMechanism } = readProperties(properties);
    const command = new GetBootstrapBrokersCommand({ ClusterArn });
    const answer = await client.send(command, { abortSignal });
    const wanted = {
      protocol: SecurityProtocol,
      ...(SaslMechanism !== undefined && { mechanism: SaslMechanism }),
    };
    return { Brokers: brokersFor(wanted, answer, ClusterArn) };
  };
};

const REQUIRED = ['ClusterArn', 'SecurityProtocol'];

/** @throws ConfigError with what is missing */
const readProperties = (properties: unknown): BootstrapBrokersProperties => {
  const given = Object(properties) as Readonly<Record<string, unknown>>;
  const missing = REQUIRED.filter((key) => typeof given[key] !== 'string' || given[key] === '');
  if (missing.length === 0) return given as BootstrapBrokersProperties;
  throw new ConfigError(
    missing.map((key) => ({
      file: 'custom resource',
      key,
      severity: 'error',
      expected: 'a value',
    })),
  );
};
