import type { Resource, Value } from './cloudformation.ts';

/** What a role may do. */
export type Statement = {
  readonly actions: readonly string[];
  readonly resources: readonly Value[];
};

/** A role that a service takes, with one policy. */
export const role = (
  service: string,
  statements: readonly Statement[],
  condition?: Value,
): Resource => ({
  Type: 'AWS::IAM::Role',
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
          Statement: statements.map(({ actions, resources }) => ({
            Effect: 'Allow',
            Action: actions,
            Resource: resources,
          })),
        },
      },
    ],
  },
});
