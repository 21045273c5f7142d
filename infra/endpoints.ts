import type { Connector } from '../shared/config/connector.ts';
import { join, type Resource, type Resources, ref } from './cloudformation.ts';
import { mappingMode, type Parameters } from './parameters.ts';
import {
  BROKERS_SECURITY_GROUP,
  groupId,
  letIn,
  letOut,
  securityGroup,
} from './security-groups.ts';

const ENDPOINTS_SECURITY_GROUP = 'EndpointsSecurityGroup';
const HTTPS_PORT = 443;

type Service = 'secretsmanager' | 'ssm' | 'lambda' | 'sts';

/**
 * What the connector files need of AWS from inside the network: nothing, unless they refer to secrets
 * or parameters, or have a mapping on demand, which polls and invokes from there. Each costs by the hour.
 */
const neededServices = (
  connectors: readonly Connector[],
  parameters: Parameters,
): readonly Service[] => [...new Set(connectors.flatMap((one) => servicesOf(one, parameters)))];

const servicesOf = (connector: Connector, parameters: Parameters): readonly Service[] => {
  const referred = (['secretsmanager', 'ssm'] as const).filter((service) =>
    connector.references.some(({ provider }) => provider === service),
  );
  if (connector.kind === 'source') return referred;
  const { mapping } = connector;
  if (mappingMode(mapping, parameters) === 'provisioned') return referred;
  return [
    ...referred,
    'lambda',
    'sts',
    ...(mapping.secretArn ? (['secretsmanager'] as const) : []),
  ];
};

/** Interface endpoints for them, in the network that a deploy makes; another one has its own. */
export const endpoints = (connectors: readonly Connector[], parameters: Parameters): Resources => {
  const services = parameters.makes.network ? neededServices(connectors, parameters) : [];
  if (services.length === 0) return {};
  return {
    [ENDPOINTS_SECURITY_GROUP]: securityGroup(parameters, 'Interface endpoints'),
    ...letIn(ENDPOINTS_SECURITY_GROUP, 'Functions', HTTPS_PORT, parameters.securityGroupIds),
    ...(parameters.makes.cluster && {
      ...letIn(ENDPOINTS_SECURITY_GROUP, 'Pollers', HTTPS_PORT, [groupId(BROKERS_SECURITY_GROUP)]),
      ...letOut(BROKERS_SECURITY_GROUP, 'Endpoints', HTTPS_PORT, ENDPOINTS_SECURITY_GROUP),
    }),
    ...Object.fromEntries(
      services.map((service) => [endpointId(service), endpoint(service, parameters)]),
    ),
  };
};

/** The logical id of a service's endpoint. */
export const endpointId = (service: Service): string =>
  `${service.charAt(0).toUpperCase()}${service.slice(1)}Endpoint`;

const endpoint = (service: Service, { vpcId, subnetIds }: Parameters): Resource => ({
  Type: 'AWS::EC2::VPCEndpoint',
  Properties: {
    VpcId: vpcId,
    VpcEndpointType: 'Interface',
    ServiceName: join('.', ['com.amazonaws', ref('AWS::Region'), service]),
    PrivateDnsEnabled: true,
    SubnetIds: subnetIds,
    SecurityGroupIds: [groupId(ENDPOINTS_SECURITY_GROUP)],
  },
});
