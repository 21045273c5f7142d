import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageTemplate } from '../support/package-service.ts';
import { EXISTING, MSK, optionsOf } from '../support/situations.ts';
import { ofType, permissions, resolve, type Template } from '../support/template.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const { clusterArn: CLUSTER, domainArn: DOMAIN } = EXISTING;
const RULE = 'connectless_test_mqtt_source_phone_data_f2069c59';

/** Wildcards that can't be had narrower, and why. */
const WILDCARDS: Readonly<Record<string, string>> = {
  'ec2:CreateNetworkInterface': 'an interface has no ARN before it exists',
  'ec2:DeleteNetworkInterface': 'nor does anyone know it before',
  'ec2:AssignPrivateIpAddresses': 'nor does anyone know it before',
  'ec2:UnassignPrivateIpAddresses': 'nor does anyone know it before',
  'ec2:DescribeNetworkInterfaces': 'EC2 knows no resource for Describe actions',
  'ec2:DescribeSecurityGroups': 'EC2 knows no resource for Describe actions',
  'ec2:DescribeSubnets': 'EC2 knows no resource for Describe actions',
  'ec2:DescribeVpcs': 'EC2 knows no resource for Describe actions',
};

const DAILY_INDICES = [
  { action: 'ESHttpGet', path: '_plugins/_ism/explain/phone-data_*' },
  { action: 'ESHttpPost', path: '_plugins/_ism/add/phone-data_*' },
  { action: 'ESHttpPost', path: '_plugins/_ism/change_policy/phone-data_*' },
  { action: 'ESHttpPost', path: '_plugins/_ism/remove/phone-data_*' },
  { action: 'ESHttpPost', path: 'phone-data_*/_search' },
];

const folder = await temporaryFolder();
let template: Template;

/** A resource's properties as far as they are known before a deploy. */
const properties = (logicalId: string): unknown =>
  resolve(template.Resources[logicalId]?.Properties);

/** The only resource of a type. */
const only = (type: string): unknown => {
  const ids = Object.keys(ofType(template, type));
  expect(ids).toHaveLength(1);
  return properties(ids[0] ?? '');
};

beforeAll(async () => {
  ({ template } = await packageTemplate({
    into: folder.path,
    bundles: false,
    options: optionsOf({ name: 'what exists', params: EXISTING }),
  }));
});

afterAll(() => folder[Symbol.asyncDispose]());

describe('the template of the shipped connector files', () => {
  it('has a topic rule that never looks into a payload, and a queue for what its action misses', () => {
    expect(only('AWS::IoT::TopicRule')).toEqual({
      RuleName: RULE,
      TopicRulePayload: {
        Sql: "SELECT encode(*, 'base64') AS data, topic() AS topic, 'phone/data' AS filter, timestamp() AS timestamp, clientid() AS clientId, traceid() AS traceId, newuuid() AS id FROM 'phone/data'",
        AwsIotSqlVersion: '2016-03-23',
        RuleDisabled: false,
        Actions: [{ Lambda: { FunctionArn: '<MqttSourceLambdaFunction.Arn>' } }],
        ErrorAction: {
          Sqs: {
            QueueUrl: '<FailureQueue>',
            RoleArn: '<MqttSourceTopicRuleRole.Arn>',
            UseBase64: false,
          },
        },
      },
    });
  });

  it('lets that rule of this account alone invoke the function', () => {
    const [rule = ''] = Object.keys(ofType(template, 'AWS::IoT::TopicRule'));

    expect(only('AWS::Lambda::Permission')).toEqual({
      Action: 'lambda:InvokeFunction',
      FunctionName: '<MqttSourceLambdaFunction.Arn>',
      Principal: 'iot.amazonaws.com',
      SourceArn: `<${rule}.Arn>`,
      SourceAccount: '<AWS::AccountId>',
    });
  });

  it('lets the rules of this connector alone take the role of the error action', () => {
    expect(properties('MqttSourceTopicRuleRole')).toMatchObject({
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Principal: { Service: 'iot.amazonaws.com' },
            Condition: {
              StringEquals: { 'aws:SourceAccount': '<AWS::AccountId>' },
              ArnEquals: {
                'aws:SourceArn': [
                  `arn:<AWS::Partition>:iot:<AWS::Region>:<AWS::AccountId>:rule/${RULE}`,
                ],
              },
            },
          },
        ],
      },
    });
  });

  it('keeps events that the source function failed on in an encrypted queue for 14 days', () => {
    expect(only('AWS::Lambda::EventInvokeConfig')).toEqual({
      FunctionName: '<MqttSourceLambdaFunction>',
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 21_600,
      DestinationConfig: { OnFailure: { Destination: '<FailureQueue.Arn>' } },
    });
    expect(only('AWS::SQS::Queue')).toEqual({
      MessageRetentionPeriod: 1_209_600,
      KmsMasterKeyId: '<DataKey.Arn>',
      KmsDataKeyReusePeriodSeconds: 3600,
    });
  });

  it('has a provisioned mapping that reports partial failures and retries without end', () => {
    expect(only('AWS::Lambda::EventSourceMapping')).toEqual({
      FunctionName: '<OpensearchSinkLambdaFunction>',
      EventSourceArn: CLUSTER,
      Topics: ['phone-data'],
      AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: 'connect-opensearch-sink' },
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 1_000,
      MaximumBatchingWindowInSeconds: 1,
      ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 4 },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: -1,
      MaximumRecordAgeInSeconds: -1,
      BisectBatchOnFunctionError: false,
      MetricsConfig: { Metrics: ['EventCount', 'ErrorCount', 'KafkaMetrics'] },
      LoggingConfig: { SystemLogLevel: 'WARN' },
    });
  });

  it('asks MSK for the brokers at deploy time, outside the network', () => {
    expect(properties('ClusterBootstrapBrokers')).toEqual({
      ServiceToken: '<BootstrapBrokersLambdaFunction.Arn>',
      ServiceTimeout: 300,
      ClusterArn: CLUSTER,
      SecurityProtocol: 'SASL_SSL',
      SaslMechanism: 'AWS_MSK_IAM',
    });
    expect(properties('BootstrapBrokersLambdaFunction')).not.toHaveProperty('VpcConfig');
  });

  it.each([
    {
      id: 'MqttSourceLambdaFunction',
      handler: 'handlers/mqtt-to-kafka.handler',
      variables: { CONNECTOR: 'mqtt-source' },
    },
    {
      id: 'OpensearchSinkLambdaFunction',
      handler: 'handlers/kafka-to-opensearch.handler',
      variables: {
        CONNECTOR: 'opensearch-sink',
        OPENSEARCH_NODE: 'https://vpc-phones.eu-west-1.es.amazonaws.com',
        PARTIAL_BATCH_RESPONSE: 'true',
      },
    },
  ])('gives $id its handler, network and environment', ({ id, handler, variables }) => {
    expect(properties(id)).toMatchObject({
      Handler: handler,
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN' },
      VpcConfig: {
        SubnetIds: ['subnet-0aaaaaaa', 'subnet-0bbbbbbb'],
        SecurityGroupIds: ['sg-0aaaaaaa'],
      },
    });
    expect(properties(id)).toHaveProperty('Environment.Variables', {
      ...variables,
      KAFKA_BROKERS: '<ClusterBootstrapBrokers.Brokers>',
      KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
      KAFKA_SASL_MECHANISM: 'AWS_MSK_IAM',
    });
  });

  it('keeps logs of every function for a month', () => {
    const groups = Object.values(ofType(template, 'AWS::Logs::LogGroup'));

    expect(groups.map(({ Properties }) => Properties)).toEqual(
      ['opensearchSink', 'mqttSource', 'bootstrapBrokers', 'prepare'].map((key) => ({
        LogGroupName: `/aws/lambda/connectless-test-${key}`,
        RetentionInDays: 30,
      })),
    );
  });
});

describe('the roles', () => {
  it.each([
    {
      role: 'MqttSourceRole',
      allowed: [
        'logs:CreateLogStream <MqttSourceLogGroup.Arn>',
        'logs:PutLogEvents <MqttSourceLogGroup.Arn>',
        `kafka-cluster:Connect ${CLUSTER}`,
        `kafka-cluster:DescribeTopic ${MSK}:topic/phones/abc-1/phone-data`,
        `kafka-cluster:DescribeTopic ${MSK}:topic/phones/abc-1/phone-data-dead-letters`,
        `kafka-cluster:WriteData ${MSK}:topic/phones/abc-1/phone-data`,
        `kafka-cluster:WriteData ${MSK}:topic/phones/abc-1/phone-data-dead-letters`,
        'sqs:SendMessage <FailureQueue.Arn>',
        'kms:GenerateDataKey <DataKey.Arn>',
        'kms:Decrypt <DataKey.Arn>',
      ],
    },
    {
      role: 'OpensearchSinkRole',
      allowed: [
        'logs:CreateLogStream <OpensearchSinkLogGroup.Arn>',
        'logs:PutLogEvents <OpensearchSinkLogGroup.Arn>',
        `kafka:DescribeCluster ${CLUSTER}`,
        `kafka:DescribeClusterV2 ${CLUSTER}`,
        `kafka:GetBootstrapBrokers ${CLUSTER}`,
        `kafka-cluster:Connect ${CLUSTER}`,
        `kafka-cluster:DescribeClusterDynamicConfiguration ${CLUSTER}`,
        `kafka-cluster:DescribeTopic ${MSK}:topic/phones/abc-1/phone-data`,
        `kafka-cluster:ReadData ${MSK}:topic/phones/abc-1/phone-data`,
        `kafka-cluster:DescribeGroup ${MSK}:group/phones/abc-1/connect-opensearch-sink`,
        `kafka-cluster:AlterGroup ${MSK}:group/phones/abc-1/connect-opensearch-sink`,
        `kafka-cluster:DescribeTopic ${MSK}:topic/phones/abc-1/phone-data-dead-letters`,
        `kafka-cluster:WriteData ${MSK}:topic/phones/abc-1/phone-data-dead-letters`,
        `es:ESHttpPost ${DOMAIN}/_bulk`,
      ],
    },
    {
      role: 'MqttSourceTopicRuleRole',
      allowed: [
        'sqs:SendMessage <FailureQueue.Arn>',
        'kms:GenerateDataKey <DataKey.Arn>',
        'kms:Decrypt <DataKey.Arn>',
      ],
    },
    {
      role: 'BootstrapBrokersRole',
      allowed: [
        'logs:CreateLogStream <BootstrapBrokersLogGroup.Arn>',
        'logs:PutLogEvents <BootstrapBrokersLogGroup.Arn>',
        `kafka:GetBootstrapBrokers ${CLUSTER}`,
      ],
    },
  ])('$role may do nothing beyond its task', ({ role, allowed }) => {
    const narrow = permissions(template.Resources[role]).filter((line) => !line.includes('*'));

    expect(new Set(narrow)).toEqual(new Set(allowed));
  });

  it('have no wildcard without a reason', () => {
    const roles = Object.values(ofType(template, 'AWS::IAM::Role'));
    const wide = roles.flatMap(permissions).filter((line) => line.includes('*'));

    expect(new Set(wide)).toEqual(
      new Set([
        ...Object.keys(WILDCARDS).map((action) => `${action} *`),
        // Each day has an index of its own, and prepare is to look after all of them.
        ...DAILY_INDICES.map(({ action, path }) => `es:${action} ${DOMAIN}/${path}`),
      ]),
    );
  });

  it('are one for each function, beside those of the rules', () => {
    const functions = Object.values(ofType(template, 'AWS::Lambda::Function'));
    const roles = functions.map(({ Properties }) => resolve(Properties['Role']));

    expect(new Set(roles).size).toBe(functions.length);
    expect(Object.keys(ofType(template, 'AWS::IAM::Role'))).toHaveLength(functions.length + 1);
  });
});
