import { skip } from './checkov.ts';
import type { Resource, Value } from './cloudformation.ts';

/** What a role may do. */
export type Statement = {
  readonly actions: readonly string[];
  readonly resources: readonly Value[];
  readonly condition?: Value;
};

/** A function's network interfaces in the VPC. */
export const USE_VPC: Statement = {
  actions: [
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:AssignPrivateIpAddresses',
    'ec2:UnassignPrivateIpAddresses',
  ],
  // EC2 knows no resource for the Describe actions, and an interface has no ARN before it exists.
  resources: ['*'],
};

const NO_ARN_BEFORE = 'network interfaces have no ARN before they exist';

/** A role that a service takes, with one policy. */
export const role = (
  service: string,
  statements: readonly Statement[],
  condition?: Value,
): Resource => ({
  Type: 'AWS::IAM::Role',
  ...(statements.includes(USE_VPC) && skip({ CKV_AWS_111: NO_ARN_BEFORE })),
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: service },
          Action: 'sts:AssumeRole',
          ...(condition !== undefined && { Condition: condition }),
        },
      ],
    },
    Policies: [
      {
        PolicyName: 'permissions',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: statements.map(({ actions, resources, condition: when }) => ({
            Effect: 'Allow',
            Action: actions,
            Resource: resources,
            ...(when !== undefined && { Condition: when }),
          })),
        },
      },
    ],
  },
});
