import type { SignIn } from '../shared/config/kafka-connection.ts';
import { getAtt, mark, type Resources, type Value } from './cloudformation.ts';
import { DEPLOY_TIME, type Extensions, functionExtensions } from './extensions.ts';
import { role } from './iam.ts';
import { functionId, roleArn, roleId } from './logical-id.ts';
import type { OslsFunction } from './osls-function.ts';
import type { Parameters } from './parameters.ts';
import { askForBrokers, writeLogs } from './permissions.ts';
import { isIam } from './sign-in.ts';

/** The function's key; no connector can have it. */
export const BOOTSTRAP_BROKERS = 'bootstrapBrokers';

const FUNCTION = 'BootstrapBrokers';
const CUSTOM_RESOURCE = 'ClusterBootstrapBrokers';

/** Several tries of one API call, and the time that the answer is kept. */
const TIMEOUT_SECONDS = 60;
/** Lambda's two further tries included; a stack that hears nothing would wait for an hour. */
const SERVICE_TIMEOUT_SECONDS = 300;

/** The brokers for a way to sign in, comma-separated, as the functions' environment has them. */
export const brokers = (way: SignIn): Value => getAtt(resourceId(way), 'Brokers');

/** MSK has other ports for other ways. */
const resourceId = (way: SignIn): string =>
  isIam(way) ? CUSTOM_RESOURCE : `${CUSTOM_RESOURCE}${mark(JSON.stringify(listOf(way)))}`;

const listOf = ({ protocol, mechanism }: SignIn): { readonly [key: string]: Value } => ({
  SecurityProtocol: protocol,
  ...(mechanism !== undefined && { SaslMechanism: mechanism }),
});

/** The function behind the custom resource: outside the VPC, where MSK's API can be reached. */
export const bootstrapBrokersFunction = (): OslsFunction => ({
  handler: 'handlers/bootstrap-brokers.handler',
  description: 'Deploy time: the bootstrap brokers of the cluster',
  role: roleArn(FUNCTION),
  timeout: TIMEOUT_SECONDS,
  memorySize: 256,
});

/** Why checkov's checks do not hold for it. */
export const bootstrapBrokersExtensions = (): Extensions =>
  functionExtensions(FUNCTION, {
    ...DEPLOY_TIME,
    CKV_AWS_117: 'MSK’s API is reached outside the network',
  });

/** The custom resource, once for each way to sign in. */
export const bootstrapBrokersResources = (
  { clusterArn }: Parameters,
  ways: readonly SignIn[],
): Resources => ({
  [roleId(FUNCTION)]: role('lambda.amazonaws.com', [
    writeLogs(FUNCTION),
    askForBrokers(clusterArn),
  ]),
  ...Object.fromEntries(
    ways.map((way) => [
      resourceId(way),
      {
        Type: 'Custom::BootstrapBrokers',
        Properties: {
          ServiceToken: getAtt(functionId(FUNCTION), 'Arn'),
          ServiceTimeout: SERVICE_TIMEOUT_SECONDS,
          ClusterArn: clusterArn,
          ...listOf(way),
        },
      },
    ]),
  ),
});
