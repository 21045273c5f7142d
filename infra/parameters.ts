import type { Value } from './cloudformation.ts';

/** What osls gives a function that a variable names. */
export type Osls = { resolveVariable(variable: string): Promise<string> };

/** What the functions are deployed onto: `params` of serverless.yml, or `--param`. */
export type Parameters = {
  readonly stage: string;
  readonly clusterArn: Value;
  readonly domainArn: Value;
  /** A host name. */
  readonly domainEndpoint: Value;
  readonly subnetIds: readonly Value[];
  readonly securityGroupIds: readonly Value[];
};

export const readParameters = async ({ resolveVariable }: Osls): Promise<Parameters> => {
  const list = async (name: string): Promise<readonly string[]> =>
    (await resolveVariable(`param:${name}`)).split(',').map((id) => id.trim());
  return {
    stage: await resolveVariable('sls:stage'),
    clusterArn: await resolveVariable('param:clusterArn'),
    domainArn: await resolveVariable('param:domainArn'),
    domainEndpoint: await resolveVariable('param:domainEndpoint'),
    subnetIds: await list('subnetIds'),
    securityGroupIds: await list('securityGroupIds'),
  };
};
