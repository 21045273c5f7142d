import type { Refer, Resource } from './template.ts';
import { resolve } from './template.ts';

const ACCOUNT = 'eu-west-1:111122223333';
/** What CloudFormation gives a stack, and what only a deploy would know. */
const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-west-1',
  'AWS::AccountId': '111122223333',
  'AWS::StackName': 'connectless-test',
  'AWS::StackId': `arn:aws:cloudformation:${ACCOUNT}:stack/connectless-test/0f9e8d7c-6b5a-4c3d-8e1f-0a1b2c3d4e5f`,
};
/** MSK's own mark of a cluster: a UUID with a number behind it. */
const CLUSTER_MARK = '9c8b7a65-4d3e-4f2a-9b1c-0d1e2f3a4b5c-7';

type Named = { readonly id: string; text(property: string): string };

/** By type and attribute, what AWS answers; `Ref` is the attribute of a reference without one. */
const ANSWERS: Readonly<Record<string, (of: Named) => string>> = {
  'AWS::MSK::Cluster Ref': ({ text }) =>
    `arn:aws:kafka:${ACCOUNT}:cluster/${text('ClusterName')}/${CLUSTER_MARK}`,
  'AWS::SQS::Queue QueueName': ({ id }) => `connectless-test-${id}-1a2b3c`,
  'AWS::SQS::Queue Arn': ({ id }) => `arn:aws:sqs:${ACCOUNT}:connectless-test-${id}-1a2b3c`,
  'AWS::KMS::Key Arn': ({ id }) => `arn:aws:kms:${ACCOUNT}:key/${id}`,
  'AWS::IoT::TopicRule Ref': ({ text }) => text('RuleName'),
  'AWS::IoT::TopicRule Arn': ({ text }) => `arn:aws:iot:${ACCOUNT}:rule/${text('RuleName')}`,
  'AWS::Lambda::EventSourceMapping Id': ({ id }) => `the UUID of ${id}`,
  'AWS::Lambda::Function Ref': ({ text }) => text('FunctionName'),
  'AWS::Lambda::Function Arn': ({ text }) =>
    `arn:aws:lambda:${ACCOUNT}:function:${text('FunctionName')}`,
  // With the end that stands for its streams.
  'AWS::Logs::LogGroup Arn': ({ id, text }) =>
    `arn:aws:logs:${ACCOUNT}:log-group:${text('LogGroupName') || `connectless-test-${id}-1a2b3c`}:*`,
};

/**
 * What stands for each reference of a template: ARNs as AWS makes them, so that policies can be evaluated.
 *
 * @throws where the table above has no answer
 */
export const standIns = (resources: Readonly<Record<string, Resource>>): Refer => {
  const refer: Refer = (name) => {
    if (Object.hasOwn(PSEUDO, name)) return PSEUDO[name];
    const [id = '', attribute = 'Ref'] = name.split('.');
    const resource = resources[id];
    const answer = ANSWERS[`${resource?.Type} ${attribute}`];
    if (resource === undefined || answer === undefined)
      throw new Error(`no stand-in for ${attribute} of ${id}, ${resource?.Type}`);
    const text = (property: string): string =>
      String(resolve(resource.Properties[property] ?? '', refer));
    return answer({ id, text });
  };
  return refer;
};
