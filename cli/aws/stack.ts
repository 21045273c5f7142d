import {
  type CloudFormationClient,
  GetTemplateCommand,
  paginateListStackResources,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import { functionKey } from '../../shared/config/function-key.ts';
import { ConnectError } from '../../shared/connect/errors.ts';
import { nameOf } from './aws-error.ts';

/** As serverless.yml has it. */
const SERVICE = 'connectless';

/** osls' name of a stage's stack. */
const stackName = (stage: string): string => `${SERVICE}-${stage}`;

/** osls' name of a connector's function. */
export const functionName = (stage: string, connector: string): string =>
  `${SERVICE}-${stage}-${functionKey(connector)}`;

/** A stack's resources by logical id. */
export type Stack = ReadonlyMap<string, StackResourceSummary>;

/** Rejects with a ConnectError where there is no such stack */
export const describeStack = async (
  client: CloudFormationClient,
  stage: string,
): Promise<Stack> => {
  const name = stackName(stage);
  const resources = new Map<string, StackResourceSummary>();
  try {
    // DescribeStackResources would stop at a hundred.
    for await (const page of paginateListStackResources({ client }, { StackName: name }))
      for (const resource of page.StackResourceSummaries ?? [])
        resources.set(resource.LogicalResourceId ?? '', resource);
    return resources;
  } catch (error) {
    if (nameOf(error) !== 'ValidationError') throw error;
    throw new ConnectError(
      `no stack ${name} in ${await client.config.region()}: --stage and --region (or AWS_REGION) name another, npx serverless deploy makes it`,
      { cause: error },
    );
  }
};

/** The concurrency that the stack's template reserves for a function; undefined where it reserves none. */
export const deployedConcurrency = async (
  client: CloudFormationClient,
  stage: string,
  logicalId: string,
): Promise<number | undefined> => {
  const { TemplateBody = '{}' } = await client.send(
    new GetTemplateCommand({ StackName: stackName(stage) }),
  );
  // osls has written it.
  const { Resources = {} } = JSON.parse(TemplateBody) as Template;
  return Resources[logicalId]?.Properties?.ReservedConcurrentExecutions;
};

type Template = {
  readonly Resources?: Readonly<
    Record<string, { readonly Properties?: { readonly ReservedConcurrentExecutions?: number } }>
  >;
};

/**
 * AWS' name of a resource.
 *
 * @throws ConnectError where the stack has none of that logical id
 */
export const physicalId = (stack: Stack, logicalId: string): string => {
  const id = stack.get(logicalId)?.PhysicalResourceId;
  if (id) return id;
  throw new ConnectError(
    `the stack has no ${logicalId}: was it deployed from these connector files? npx serverless deploy`,
  );
};
