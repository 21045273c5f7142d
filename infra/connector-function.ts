import type { Connector } from '../shared/config/connector.ts';
import { brokers, SASL_MECHANISM, SECURITY_PROTOCOL } from './bootstrap-brokers.ts';
import { join, type Value } from './cloudformation.ts';
import { functionSettings } from './function-settings.ts';
import { logicalId, roleArn } from './logical-id.ts';
import type { OslsFunction } from './osls-function.ts';
import type { Parameters } from './parameters.ts';

/** The function that runs a connector, in the network of the cluster and the domain. */
export const connectorFunction = (connector: Connector, parameters: Parameters): OslsFunction => {
  const { name, kind } = connector;
  const { handler, timeoutSeconds, memoryMb, concurrency } = functionSettings(connector);
  const { subnetIds, securityGroupIds } = parameters;
  return {
    handler: `${handler}.handler`,
    description: `Runs the ${kind} connector ${name}`.slice(0, DESCRIPTION_LENGTH),
    role: roleArn(logicalId(name)),
    timeout: timeoutSeconds,
    memorySize: memoryMb,
    ...(concurrency !== undefined && { reservedConcurrency: concurrency }),
    vpc: { subnetIds, securityGroupIds },
    environment: {
      CONNECTOR: name,
      KAFKA_BROKERS: brokers(),
      KAFKA_SECURITY_PROTOCOL: SECURITY_PROTOCOL,
      KAFKA_SASL_MECHANISM: SASL_MECHANISM,
      ...ENVIRONMENT[kind](parameters),
    },
  };
};

const DESCRIPTION_LENGTH = 256;

type Environment = Readonly<Record<string, Value>>;

/** What the functions of one kind alone have. */
const ENVIRONMENT: Readonly<Record<Connector['kind'], (parameters: Parameters) => Environment>> = {
  source: () => ({}),
  sink: ({ domainEndpoint }) => ({
    OPENSEARCH_NODE: join('', ['https://', domainEndpoint]),
    PARTIAL_BATCH_RESPONSE: 'true',
  }),
};
