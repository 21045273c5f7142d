import type { Connector } from '../shared/config/connector.ts';
import { functionKey } from '../shared/config/function-key.ts';
import { indexPatterns, isBounded } from '../shared/config/index-patterns.ts';
import type { PreparePlan } from '../shared/deploy/prepare-plan.ts';
import { brokers } from './bootstrap-brokers.ts';
import { getAtt, join, type Outputs, type Resources, type Value } from './cloudformation.ts';
import { eventSourceMappings } from './event-source-mappings.ts';
import { DEPLOY_TIME, type Extensions, functionExtensions } from './extensions.ts';
import { role, type Statement, USE_VPC } from './iam.ts';
import { functionId, logicalId, PREPARED, roleArn, roleId } from './logical-id.ts';
import { neededTopics } from './needed-topics.ts';
import type { OslsFunction } from './osls-function.ts';
import type { OwnSignIn } from './own-sign-in.ts';
import type { Parameters } from './parameters.ts';
import {
  type Followed,
  prepareCluster,
  prepareDomain,
  readReferences,
  writeLogs,
} from './permissions.ts';
import { type PlanContext, PREPARE, preparePlan } from './prepare-plan.ts';
import { isIam } from './sign-in.ts';

const FUNCTION = 'Prepare';

/** Many connectors' worth of requests to an OpenSearch that has just been made. */
const TIMEOUT_SECONDS = 150;
/** Lambda's two further tries included; a stack that hears nothing would wait for an hour. */
const SERVICE_TIMEOUT_SECONDS = 900;

/** The role that the function has: master of a domain that a deploy makes, or an administrator of another. */
export const prepareRoleArn = ({ given }: Parameters): Value =>
  given.domainAdminRoleArn || getAtt(roleId(FUNCTION), 'Arn');

/** The function behind the custom resource: inside the network, where brokers and domain are reached. */
export const prepareFunction = (
  { subnetIds, securityGroupIds, domainEndpoint, given }: Parameters,
  own: OwnSignIn,
): OslsFunction => ({
  handler: `handlers/${PREPARE}.handler`,
  description:
    'Deploy time: topics, offsets, index templates, retention and roles; finds a message',
  role: given.domainAdminRoleArn || roleArn(FUNCTION),
  timeout: TIMEOUT_SECONDS,
  memorySize: 512,
  vpc: { subnetIds, securityGroupIds },
  environment: {
    ...(own.kind === 'signs in' && { KAFKA_BROKERS: brokers(own.way), ...own.variables }),
    OPENSEARCH_NODE: join('', ['https://', domainEndpoint]),
  },
});

/** What the deploy's own function is invoked by, and what it may do. */
export const prepareResources = (
  connectors: readonly Connector[],
  parameters: Parameters,
  own: OwnSignIn,
  templates: PlanContext['templates'],
): Resources => {
  const { stage, makes, clusterArn, domainArn, given } = parameters;
  const hasRights = makes.domain || given.domainAdminRoleArn !== '';
  const plan = preparePlan(connectors, {
    stage,
    templates,
    makesTopics: !makes.cluster,
    needsRights: !hasRights,
    ...(own.kind === 'by hand' && { kafkaByHand: own.why }),
  });
  return {
    ...(given.domainAdminRoleArn === '' && {
      [roleId(FUNCTION)]: role(
        'lambda.amazonaws.com',
        permissions(plan, connectors, parameters, own),
      ),
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
          [PREPARE, prepareRoleArn(parameters)],
        ]),
        // Rights of IAM are this deploy's own to give; those of another login are the cluster's.
        DeniedByCluster: own.kind === 'signs in' && isIam(own.way) ? 'fail' : 'print',
        DeniedByDomain: hasRights ? 'fail' : 'print',
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
  own: OwnSignIn,
): readonly Statement[] => [
  writeLogs(FUNCTION),
  USE_VPC,
  ...(own.kind === 'signs in' ? signInRights(own, clusterArn, plan, connectors) : []),
  ...prepareDomain(domainArn, plan, sinkPatterns(connectors)),
];

/** Kafka's own rights go with a role alone; of another login it reads what it is kept in. */
const signInRights = (
  { way, references }: Extract<OwnSignIn, { kind: 'signs in' }>,
  clusterArn: Value,
  plan: PreparePlan,
  connectors: readonly Connector[],
): readonly Statement[] => [
  ...(isIam(way) ? prepareCluster(clusterArn, plan, followed(connectors)) : []),
  ...readReferences(references),
];

/** Where `verify` follows a message. */
const followed = (connectors: readonly Connector[]): Followed => ({
  topics: neededTopics(connectors).map(({ name }) => name),
  groups: connectors
    .filter((connector) => connector.kind === 'sink')
    .flatMap(eventSourceMappings)
    .map(({ consumerGroup }) => consumerGroup),
});

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

/** Reasons against checks of checkov. */
export const prepareExtensions = (): Extensions => functionExtensions(FUNCTION, DEPLOY_TIME);
