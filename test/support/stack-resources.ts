import {
  CloudFormationClient,
  CloudFormationServiceException,
  GetTemplateCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { mockClient } from 'aws-sdk-client-mock';

/**
 * Puts a stack behind every CloudFormation client: physical by logical ids, on two pages, and its template.
 * Returns what ends it.
 */
export const mockStack = (
  name: string,
  ids: Readonly<Record<string, string>>,
  template: unknown = {},
): (() => void) => {
  const cloudFormation = mockClient(CloudFormationClient);
  cloudFormation.on(ListStackResourcesCommand).callsFake(({ StackName, NextToken }) => {
    if (StackName !== name)
      throw new CloudFormationServiceException({
        name: 'ValidationError',
        message: `Stack with id ${StackName} does not exist`,
        $fault: 'client',
        $metadata: {},
      });
    const resources = Object.entries(ids).map(([LogicalResourceId, PhysicalResourceId]) => ({
      LogicalResourceId,
      PhysicalResourceId,
    }));
    const half = Math.ceil(resources.length / 2);
    return NextToken
      ? { StackResourceSummaries: resources.slice(half) }
      : { StackResourceSummaries: resources.slice(0, half), NextToken: 'second' };
  });
  cloudFormation
    .on(GetTemplateCommand, { StackName: name })
    .resolves({ TemplateBody: JSON.stringify(template) });
  return () => cloudFormation.restore();
};
