import type { MappingConfig } from '../shared/config/connector.ts';
import type { Fault } from '../shared/connect/errors.ts';
import { checkParameters, checkRegion } from './check-parameters.ts';
import { arn, getAtt, join, ref, stackMark, type Value } from './cloudformation.ts';
import { paramNames, serviceText, unreadParams } from './committed-params.ts';
import { CLUSTER, DOMAIN, FUNCTIONS_SECURITY_GROUP, PRIVATE_SUBNETS, VPC } from './logical-id.ts';
import { readParamOptions } from './param-options.ts';
import { type Given, type Osls, readGiven } from './read-parameters.ts';

/** What the functions are deployed onto: what `params` of serverless.yml or `--param` name, else what the deploy makes. */
export type Parameters = {
  readonly stage: string;
  readonly makes: Makes;
  readonly vpcId: Value;
  readonly subnetIds: readonly Value[];
  /** Of the functions. */
  readonly securityGroupIds: readonly Value[];
  readonly clusterArn: Value;
  readonly domainArn: Value;
  /** A host name. */
  readonly domainEndpoint: Value;
  readonly given: Given;
};

/** What no parameter names. */
type Makes = {
  readonly network: boolean;
  readonly securityGroup: boolean;
  readonly cluster: boolean;
  readonly domain: boolean;
};

type CheckedParameters = { readonly parameters: Parameters; readonly faults: readonly Fault[] };

/** The parameters, and all that is wrong with them: what nothing reads, has no shape of its kind or does not go with the others. */
export const checkedParameters = async (osls: Osls): Promise<CheckedParameters> => {
  const given = await readGiven(osls);
  const region = String(await osls.resolveVariable('self:provider.region'));
  const stage = String(await osls.resolveVariable('sls:stage'));
  const service = await serviceText();
  const options = readParamOptions(osls.options?.param ?? [], paramNames(service));
  return {
    parameters: parametersOf(given, stage),
    faults: [
      ...options.faults,
      ...unreadParams(service, stage),
      ...checkParameters(given),
      ...checkRegion(given, region),
    ],
  };
};

const parametersOf = (given: Given, stage: string): Parameters => ({
  stage,
  makes: {
    network: given.subnetIds.length === 0,
    securityGroup: given.securityGroupIds.length === 0,
    cluster: given.clusterArn === '',
    domain: given.domainArn === '',
  },
  vpcId: given.vpcId || ref(VPC),
  subnetIds: orElse(given.subnetIds, PRIVATE_SUBNETS.map(ref)),
  securityGroupIds: orElse(given.securityGroupIds, [getAtt(FUNCTIONS_SECURITY_GROUP, 'GroupId')]),
  clusterArn: given.clusterArn || ref(CLUSTER),
  domainArn: given.domainArn || arn('es', 'domain/', domainName()),
  domainEndpoint: given.domainEndpoint || getAtt(DOMAIN, 'DomainEndpoint'),
  given,
});

const orElse = (given: readonly string[], made: readonly Value[]): readonly Value[] =>
  given.length > 0 ? given : made;

/** The mode of a connector's mappings: what its file says, else the deploy. */
export const mappingMode = (
  { mode }: MappingConfig,
  { given }: Parameters,
): 'provisioned' | 'on-demand' =>
  mode ?? (given.mappingMode === 'on-demand' ? 'on-demand' : 'provisioned');

/**
 * The name of the domain that a deploy makes: 28 characters at most. It is known before the domain
 * is, so that roles can name the domain and the domain's policy the roles.
 */
export const domainName = (): Value => join('-', ['connectless', stackMark()]);
