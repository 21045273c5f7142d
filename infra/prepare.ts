import type { Connector } from '../shared/config/connector.ts';
import { functionKey } from '../shared/config/function-key.ts';
import { indexPatterns, isBounded } from '../shared/config/index-patterns.ts';
import type { PreparePlan } from '../shared/deploy/prepare-plan.ts';
import { brokers, SASL_MECHANISM, SECURITY_PROTOCOL } from './bootstrap-brokers.ts';
import { getAtt, join, type Outputs, type Resources, type Value } from './cloudformation.ts';
import { role, type Statement } from './iam.ts';
import { functionId, logicalId, roleArn, roleId } from './logical-id.ts';
import type { OslsFunction } from './osls-function.ts';
import type { Parameters } from './parameters.ts';
import { prepareCluster, prepareDomain, USE_VPC, writeLogs } from './permissions.ts';
import { type PlanContext, PREPARE, preparePlan } from './prepare-plan.ts';

/** What a deploy knows of the cluster and the domain that it prepares. */
type PrepareOptions = Pick<PlanContext, 'templates'> & {
  /** Whether the deploy makes the cluster, and so its topics. */
  readonly makesCluster: boolean;
  /** Whether the deploy makes the domain, and so `prepare` its master. */
  readonly makesDomain: boolean;
  /** On an existing domain: the IAM role that may map roles there, for `prepare` to run as. */
  readonly adminRoleArn?: Value;
};

const FUNCTION = 'Prepare';

/** The custom resource that a mapping depends on: before it, its topic, group or rights may be missing. */
const PREPARED = 'Prepared';

/** Many connectors' worth of requests to an OpenSearch that has just been made. */
const TIMEOUT_SECONDS = 150;
/** Lambda's two further tries included; a stack that hears nothing would wait for an hour. */
const SERVICE_TIMEOUT_SECONDS = 900;

/** The role that the function has where none is named: the master of a domain that a deploy makes. */
const prepareRoleArn = (): Value => getAtt(roleId(FUNCTION), 'Arn');

/** The function behind the custom resource: inside the network, where brokers and domain are reached. */
export const prepareFunction = (
  { subnetIds, securityGroupIds, domainEndpoint }: Parameters,
  adminRoleArn?: PrepareOptions['adminRoleArn'],
): OslsFunction => ({
  handler: `handlers/${PREPARE}.handler`,
  description:
    'Deploy time: topics, offsets, index templates, retention and roles; finds a document',
  role: adminRoleArn ?? roleArn(FUNCTION),
  timeout: TIMEOUT_SECONDS,
  memorySize: 512,
  vpc: { subnetIds, securityGroupIds },
  environment: {
    KAFKA_BROKERS: brokers(),
    KAFKA_SECURITY_PROTOCOL: SECURITY_PROTOCOL,
    KAFKA_SASL_MECHANISM: SASL_MECHANISM,
    OPENSEARCH_NODE: join('', ['https://', domainEndpoint]),
  },
});

export const prepareResources = (
  connectors: readonly Connector[],
  parameters: Parameters,
  options: PrepareOptions,
): Resources => {
  const { stage, clusterArn, domainArn } = parameters;
  const { templates, makesCluster, makesDomain, adminRoleArn } = options;
  const hasRights = makesDomain || adminRoleArn !== undefined;
  const plan = preparePlan(connectors, {
    stage,
    templates,
    makesTopics: !makesCluster,
    needsRights: !hasRights,
  });
  return {
    ...(adminRoleArn === undefined && {
      [roleId(FUNCTION)]: role('lambda.amazonaws.com', permissions(plan, connectors, parameters)),
    }),
    [PREPARED]: {
      Type: 'Custom::Prepare',
      Properties: {
        ServiceToken: getAtt(functionId(FUNCTION), 'Arn'),
        ServiceTimeout: SERVICE_TIMEOUT_SECONDS,
        // Another cluster or domain is to be prepared, too.
        ClusterArn: clusterArn,
        DomainArn: domainArn,
        Plan: planText(plan),
        RoleArns: Object.fromEntries([
          ...connectors
            .filter(({ kind }) => kind === 'sink')
            .map(({ name }) => [functionKey(name), getAtt(roleId(logicalId(name)), 'Arn')]),
          [PREPARE, adminRoleArn ?? prepareRoleArn()],
        ]),
        Denied: hasRights ? 'fail' : 'print',
      },
    },
  };
};

/** What a person should know after a deploy. */
export const prepareOutputs = (): Outputs => ({
  PrepareWarnings: { Value: getAtt(PREPARED, 'Warnings') },
  PrepareRequests: { Value: getAtt(PREPARED, 'Requests') },
});

/** In a text of JSON, where a dollar sign could begin a variable of osls'. */
const planText = (plan: PreparePlan): string => JSON.stringify(plan).replaceAll('$', '\\u0024');

/** What the function needs where it has a role of its own. */
const permissions = (
  plan: PreparePlan,
  connectors: readonly Connector[],
  { clusterArn, domainArn }: Parameters,
): readonly Statement[] => [
  writeLogs(FUNCTION),
  USE_VPC,
  ...prepareCluster(clusterArn, plan),
  ...prepareDomain(domainArn, plan, sinkPatterns(connectors)),
];

/** `verify` asks by these. */
const sinkPatterns = (connectors: readonly Connector[]): readonly string[] => [
  ...new Set(
    connectors
      .filter((connector) => connector.kind === 'sink')
      .flatMap(indexPatterns)
      // Every index of the domain would be too many.
      .filter(isBounded)
      .map(({ pattern }) => pattern),
  ),
];
