import type { Connector } from '../shared/config/connector.ts';
import { brokers } from './bootstrap-brokers.ts';
import { join, type Value } from './cloudformation.ts';
import { functionSettings } from './function-settings.ts';
import { logicalId, roleArn } from './logical-id.ts';
import type { OslsFunction } from './osls-function.ts';
import { mappingMode, type Parameters } from './parameters.ts';
import { signIn, signInVariables } from './sign-in.ts';

/** The function that runs a connector, in the network of the cluster and the domain. */
export const connectorFunction = (
  connector: Connector,
  parameters: Parameters,
  sourceConcurrency: number,
): OslsFunction => {
  const { name, kind } = connector;
  const { handler, timeoutSeconds, memoryMb, ...own } = functionSettings(connector);
  const concurrency = own.concurrency ?? (kind === 'source' ? sourceConcurrency : 0);
  const { subnetIds, securityGroupIds } = parameters;
  return {
    handler: `${handler}.handler`,
    description: `Runs the ${kind} connector ${name}`.slice(0, DESCRIPTION_LENGTH),
    role: roleArn(logicalId(name)),
    timeout: timeoutSeconds,
    memorySize: memoryMb,
    ...(parameters.given.tracing === 'true' && { tracing: 'Active' }),
    ...(concurrency > 0 && { reservedConcurrency: concurrency }),
    vpc: { subnetIds, securityGroupIds },
    environment: {
      CONNECTOR: name,
      KAFKA_BROKERS: brokers(signIn(connector, parameters)),
      ...signInVariables(parameters.given),
      ...ENVIRONMENT[kind](parameters),
      ...(reportsPartialFailures(connector, parameters) && { PARTIAL_BATCH_RESPONSE: 'true' }),
    },
  };
};

/**
 * Instances that each source's function may have where its file says nothing: they share what MSK takes
 * of new connections, since after a failover all of them connect anew. 0 is no limit.
 */
export const shareOfSources = (
  connectors: readonly Connector[],
  { given: { sourceConcurrency } }: Parameters,
): number => {
  const sharing = connectors.filter(
    ({ kind, function: own }) => kind === 'source' && own.concurrency === undefined,
  );
  return sourceConcurrency === 0
    ? 0
    : Math.max(1, Math.floor(sourceConcurrency / Math.max(1, sharing.length)));
};

/** A mapping on demand would take the answer for a success. */
const reportsPartialFailures = (connector: Connector, parameters: Parameters): boolean =>
  connector.kind === 'sink' && mappingMode(connector.mapping, parameters) === 'provisioned';

const DESCRIPTION_LENGTH = 256;

type Environment = Readonly<Record<string, Value>>;

/** What the functions of one kind alone have. */
const ENVIRONMENT: Readonly<Record<Connector['kind'], (parameters: Parameters) => Environment>> = {
  source: () => ({}),
  sink: ({ domainEndpoint }) => ({ OPENSEARCH_NODE: join('', ['https://', domainEndpoint]) }),
};
