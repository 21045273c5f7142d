import type { CloudFormationCustomResourceEvent } from 'aws-lambda';

type Options = {
  readonly request?: 'Create' | 'Update' | 'Delete';
  readonly url?: string;
  readonly properties?: Readonly<Record<string, string>>;
};

/** A request as CloudFormation sends it to the function behind a custom resource. */
export const aCustomResourceEvent = ({
  request = 'Create',
  url = 'http://127.0.0.1:1',
  properties = {},
}: Options = {}): CloudFormationCustomResourceEvent => {
  const common = {
    ServiceToken: 'arn:aws:lambda:eu-central-1:000000000000:function:a-function',
    ResponseURL: url,
    StackId: 'arn:aws:cloudformation:eu-central-1:000000000000:stack/a-stack/1',
    RequestId: 'request-1',
    ResourceType: 'Custom::AResource',
    LogicalResourceId: 'AResource',
    ResourceProperties: { ServiceToken: 'token', ...properties },
  };
  const made = { PhysicalResourceId: 'made-earlier' };
  const requests = {
    Create: { ...common, RequestType: 'Create' },
    Update: {
      ...common,
      ...made,
      RequestType: 'Update',
      OldResourceProperties: { ServiceToken: 'token' },
    },
    Delete: { ...common, ...made, RequestType: 'Delete' },
  } as const;
  return requests[request];
};
