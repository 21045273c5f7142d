import { functionKey } from '../shared/config/function-key.ts';
import type { Value } from './cloudformation.ts';

/** What a deploy makes once, where no parameter names one that exists. */
export const VPC = 'Vpc';
export const PRIVATE_SUBNETS = ['PrivateSubnetA', 'PrivateSubnetB', 'PrivateSubnetC'] as const;
export const FUNCTIONS_SECURITY_GROUP = 'FunctionsSecurityGroup';
export const CLUSTER = 'Cluster';
export const DOMAIN = 'Domain';

/** What the deploy's own function inside the network has done: mappings come after it. */
export const PREPARED = 'Prepared';

/** What the ids of a connector's resources begin with. */
export const logicalId = (connector: string): string => {
  const key = functionKey(connector);
  return key.charAt(0).toUpperCase() + key.slice(1);
};

/** The ids that osls gives to a function and its log group. */
export const functionId = (prefix: string): string => `${prefix}LambdaFunction`;
export const logGroupId = (prefix: string): string => `${prefix}LogGroup`;

/** The id of a function's role. */
export const roleId = (prefix: string): string => `${prefix}Role`;

/** A role as osls takes it without adding a dependency that the reference makes already. */
export const roleArn = (prefix: string): Value => ({ 'Fn::Sub': `\${${roleId(prefix)}.Arn}` });
