import { getAtt, type Resources, type Value } from './cloudformation.ts';
import { DEPLOY_TIME, ofFunction } from './extensions.ts';
import { role } from './iam.ts';
import { functionId, roleArn, roleId } from './logical-id.ts';
import type { OslsFunction } from './osls-function.ts';
import type { Parameters } from './parameters.ts';
import { askForBrokers, writeLogs } from './permissions.ts';

/** The function's key; no connector can have it. */
export const BOOTSTRAP_BROKERS = 'bootstrapBrokers';

/** How the functions speak to the service's cluster. */
const SECURITY_PROTOCOL = 'SASL_SSL';
const SASL_MECHANISM = 'AWS_MSK_IAM';

/** The same in the functions' environment, where it decides instead of the files. */
export const KAFKA_SECURITY = {
  KAFKA_SECURITY_PROTOCOL: SECURITY_PROTOCOL,
  KAFKA_SASL_MECHANISM: SASL_MECHANISM,
} as const;

const FUNCTION = 'BootstrapBrokers';
const CUSTOM_RESOURCE = 'ClusterBootstrapBrokers';

/** Several tries of one API call, and the time that the answer is kept. */
const TIMEOUT_SECONDS = 60;
/** Lambda's two further tries included; a stack that hears nothing would wait for an hour. */
const SERVICE_TIMEOUT_SECONDS = 300;

/** The brokers, comma-separated, as the functions' environment has them. */
export const brokers = (): Value => getAtt(CUSTOM_RESOURCE, 'Brokers');

/** The function behind the custom resource: outside the VPC, where MSK's API can be reached. */
export const bootstrapBrokersFunction = (): OslsFunction => ({
  handler: 'handlers/bootstrap-brokers.handler',
  description: 'Deploy time: the bootstrap brokers of the cluster',
  role: roleArn(FUNCTION),
  timeout: TIMEOUT_SECONDS,
  memorySize: 256,
});

/** Why checkov's checks do not hold for it. */
export const bootstrapBrokersExtensions = (): ReturnType<typeof ofFunction> =>
  ofFunction(FUNCTION, { ...DEPLOY_TIME, CKV_AWS_117: 'MSK’s API is reached outside the network' });

export const bootstrapBrokersResources = ({ clusterArn }: Parameters): Resources => ({
  [roleId(FUNCTION)]: role('lambda.amazonaws.com', [
    writeLogs(FUNCTION),
    askForBrokers(clusterArn),
  ]),
  [CUSTOM_RESOURCE]: {
    Type: 'Custom::BootstrapBrokers',
    Properties: {
      ServiceToken: getAtt(functionId(FUNCTION), 'Arn'),
      ServiceTimeout: SERVICE_TIMEOUT_SECONDS,
      ClusterArn: clusterArn,
      SecurityProtocol: SECURITY_PROTOCOL,
      SaslMechanism: SASL_MECHANISM,
    },
  },
});
