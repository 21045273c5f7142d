import { skip } from './checkov.ts';
import { join, RETAIN, type Resources, ref, select, type Value } from './cloudformation.ts';
import { PRIVATE_SUBNETS, VPC } from './logical-id.ts';
import type { Parameters } from './parameters.ts';

const ROUTES = 'PrivateRouteTable';
const ADDRESSES = '10.80.0.0/16';

/**
 * A private subnet in each of three zones, and no way out but to S3: mappings in provisioned mode and
 * Lambda's logs need none, and brokers are asked for outside. Through the gateway endpoint, which costs
 * nothing, the deploy's own function inside tells CloudFormation how it went.
 */
export const network = ({ makes }: Parameters): Resources =>
  makes.network
    ? {
        [VPC]: {
          Type: 'AWS::EC2::VPC',
          // The cluster and the domain, which are kept, stand in it.
          ...RETAIN,
          ...skip({ CKV2_AWS_11: 'flow logs of a network that has no way in or out' }),
          Properties: {
            CidrBlock: ADDRESSES,
            EnableDnsSupport: true,
            EnableDnsHostnames: true,
            Tags: [nameTag()],
          },
        },
        [ROUTES]: {
          Type: 'AWS::EC2::RouteTable',
          Properties: { VpcId: ref(VPC), Tags: [nameTag()] },
        },
        ...Object.assign({}, ...PRIVATE_SUBNETS.map(subnet)),
        S3Endpoint: {
          Type: 'AWS::EC2::VPCEndpoint',
          Properties: {
            VpcId: ref(VPC),
            VpcEndpointType: 'Gateway',
            ServiceName: join('.', ['com.amazonaws', ref('AWS::Region'), 's3']),
            RouteTableIds: [ref(ROUTES)],
          },
        },
      }
    : {};

const subnet = (id: string, index: number): Resources => ({
  [id]: {
    Type: 'AWS::EC2::Subnet',
    ...RETAIN,
    Properties: {
      VpcId: ref(VPC),
      CidrBlock: `10.80.${index * 16}.0/20`,
      AvailabilityZone: select(index, { 'Fn::GetAZs': '' }),
      MapPublicIpOnLaunch: false,
      Tags: [nameTag()],
    },
  },
  [`${id}Routes`]: {
    Type: 'AWS::EC2::SubnetRouteTableAssociation',
    Properties: { SubnetId: ref(id), RouteTableId: ref(ROUTES) },
  },
});

const nameTag = (): Value => ({ Key: 'Name', Value: ref('AWS::StackName') });
