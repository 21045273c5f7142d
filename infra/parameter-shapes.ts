import type { Fault } from '../shared/connect/errors.ts';
import type { Given } from './read-parameters.ts';

type Shape = { readonly pattern: RegExp; readonly expected: string };

/** An ARN of any partition (aws-cn, aws-us-gov, aws-eusc …) whose resource is so. */
const arnOf = (service: string, resource: RegExp, shown: string, region = '[a-z0-9-]+'): Shape => ({
  pattern: new RegExp(`^arn:aws(-[a-z]+)*:${service}:${region}:\\d{12}:${resource.source}$`),
  expected: `arn:<partition>:${service}:${region && '<region>'}:<account>:${shown}`,
});

const idOf = (kind: string): Shape => ({
  pattern: new RegExp(`^${kind}-[0-9a-f]+$`),
  expected: `${kind}-<hexadecimal digits>`,
});

/** How what exists already is named; serverless.yml says what each is. */
const SHAPES = {
  vpcId: idOf('vpc'),
  subnetIds: idOf('subnet'),
  securityGroupIds: idOf('sg'),
  clusterArn: arnOf('kafka', /cluster\/[^/\s]+\/[^/\s]+/, 'cluster/<name>/<id>'),
  domainArn: arnOf('es', /domain\/[a-z0-9-]+/, 'domain/<name>'),
  domainEndpoint: {
    pattern: /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i,
    expected: 'a host name, without https:// and path',
  },
  domainAdminRoleArn: arnOf('iam', /role\/\S+/, 'role/<name>', ''),
  alarmTopicArn: arnOf('sns', /[\w-]+/, '<topic>'),
} as const satisfies Partial<Record<keyof Given, Shape>>;

/** Names that nothing in AWS can have; an empty one asks for something new. */
export const shapeFaults = (given: Given): readonly Fault[] =>
  (Object.keys(SHAPES) as (keyof typeof SHAPES)[]).flatMap((key) =>
    [given[key]]
      .flat()
      .filter((value) => value !== '' && !SHAPES[key].pattern.test(value))
      .map((found) => ({
        file: 'params',
        key,
        severity: 'error',
        found,
        expected: SHAPES[key].expected,
      })),
  );
