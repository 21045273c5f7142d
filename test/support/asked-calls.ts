import type { Call, Calls } from './needed-calls.ts';

/** What a service can be asked for, by the prefix of its actions: what somebody needs, and what more there is. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  'kafka-cluster': [
    ...['Connect', 'DescribeCluster', 'AlterCluster', 'WriteDataIdempotently'],
    ...['DescribeClusterDynamicConfiguration', 'AlterClusterDynamicConfiguration'],
    ...['CreateTopic', 'DescribeTopic', 'AlterTopic', 'DeleteTopic', 'ReadData', 'WriteData'],
    ...['DescribeTopicDynamicConfiguration', 'AlterTopicDynamicConfiguration'],
    ...['DescribeGroup', 'AlterGroup', 'DeleteGroup'],
    ...['DescribeTransactionalId', 'AlterTransactionalId'],
  ],
  kafka: [
    ...['DescribeCluster', 'DescribeClusterV2', 'GetBootstrapBrokers', 'DeleteCluster'],
    ...['PutClusterPolicy', 'CreateTopic', 'DeleteTopic', 'UpdateSecurity'],
  ],
  es: ['Get', 'Head', 'Post', 'Put', 'Patch', 'Delete'].map((verb) => `ESHttp${verb}`),
  sqs: ['SendMessage', 'ReceiveMessage', 'DeleteMessage', 'PurgeQueue', 'SetQueueAttributes'],
  kms: ['GenerateDataKey', 'Decrypt', 'Encrypt', 'CreateGrant', 'ScheduleKeyDeletion'],
  logs: ['CreateLogStream', 'PutLogEvents', 'GetLogEvents', 'DeleteLogStream', 'DeleteLogGroup'],
  secretsmanager: ['GetSecretValue', 'PutSecretValue', 'DeleteSecret'],
  ssm: ['GetParameter', 'GetParametersByPath', 'PutParameter'],
  s3: ['PutObject', 'ListBucket', 'GetObject', 'DeleteObject', 'PutBucketPolicy'],
  xray: ['PutTraceSegments', 'PutTelemetryRecords', 'GetTraceSummaries'],
  ec2: [
    ...['CreateNetworkInterface', 'DeleteNetworkInterface', 'DescribeNetworkInterfaces'],
    ...['DescribeSubnets', 'AssignPrivateIpAddresses', 'UnassignPrivateIpAddresses'],
    ...['DescribeVpcs', 'DescribeSecurityGroups', 'AuthorizeSecurityGroupIngress', 'RunInstances'],
  ],
  iam: ['PassRole'],
  sts: ['AssumeRole'],
  lambda: ['InvokeFunction'],
};

const KAFKA = /(:(?:cluster|topic|group)\/)([^/]+)\/([^/]+)/;

/** Others beside a resource: what is like it, or near, and nobody's business. */
const OTHERS: Readonly<Record<string, (arn: string) => readonly string[]>> = {
  'kafka-cluster': (arn) => [
    `${arn}-2`,
    arn.replace(/[^/]+$/, '__consumer_offsets'),
    arn.replace(KAFKA, '$1$2/another-1'),
    arn.replace(KAFKA, '$1another/$3'),
  ],
  kafka: (arn) => [arn.replace(KAFKA, '$1$2/another-1'), arn.replace(KAFKA, '$1another/$3')],
  es: (arn) => {
    const [, domain = '', path = ''] = /^([^/]+\/[^/]+)\/(.*)$/.exec(arn) ?? [];
    return [
      `${domain}-2/${path}`,
      ...['secrets/_search', '_all/_search', '_search', 'secrets/_bulk', '_cluster/settings'],
      ...['_index_template/another', '_plugins/_ism/policies/another', 'secrets'],
      ...['_plugins/_security/api/roles/all_access', '_plugins/_security/api/internalusers/a'],
      path.replace(/\/_search$/, ''),
      path.replace(/\/_search$/, '/_delete_by_query'),
    ].map((text) => (text.startsWith('arn:') ? text : `${domain}/${text}`));
  },
  sqs: (arn) => [`${arn}2`],
  kms: (arn) => [`${arn}2`],
  logs: (arn) => [arn.replace(/(log-group:[^:]+)/, '$1-2')],
  secretsmanager: (arn) => [arn.replace(/(-.{6})$/, '-2$1'), `${arn}2`],
  ssm: (arn) => [`${arn}s`],
  s3: (arn) => [arn.replace(/(:::[^/]+)/, '$1-2')],
};

/** The same in another account, and in another region. */
const elsewhere = (arn: string): readonly string[] => [
  arn.replace('111122223333', '444455556666'),
  arn.replace('eu-west-1', 'eu-west-2'),
];

const asCall = (call: string | Call): Call => (typeof call === 'string' ? { call } : call);

/** IAM takes a condition's key that is missing for no match, moto for one. */
const NO_CONTEXT: Required<Call>['context'] = {
  'kms:EncryptionContext:SecretARN': '',
  'kms:EncryptionContext:PARAMETER_ARN': '',
};

/** What a role that needs these calls is asked about: every action of their services, on each of their resources and those beside it. */
export const askedCalls = (needed: Calls): readonly Required<Call>[] => {
  const calls = [...needed, ...NOBODYS].map(asCall);
  const all = calls.flatMap((one) => {
    const [action = '', resource = ''] = one.call.split(' ');
    const [service = ''] = action.split(':');
    // Where a condition decides, the resource is any.
    const isPlain = resource.startsWith('arn:') && one.context === undefined;
    const resources = isPlain
      ? [resource, ...(OTHERS[service]?.(resource) ?? []), ...elsewhere(resource)]
      : [resource];
    return (ACTIONS[service] ?? []).flatMap((name) =>
      resources.flatMap((on) =>
        contextsOf(one).map((context) => ({ call: `${service}:${name} ${on}`, context })),
      ),
    );
  });
  return [...new Map(all.map((one) => [callText(one), one])).values()];
};

/** With what it needs, with another's, and with nothing. */
const contextsOf = ({ context }: Call): readonly Required<Call>['context'][] => {
  if (context === undefined) return [NO_CONTEXT];
  const others = Object.fromEntries(
    Object.entries(context).map(([key, value]) => [key, `${value}2`]),
  );
  return [context, others, {}].map((one) => ({ ...NO_CONTEXT, ...one }));
};

/** A call as a text, with what IAM is told where it is told something. */
export const callText = (call: string | Call): string => {
  const told = Object.entries(asCall(call).context ?? {}).filter(([, value]) => value !== '');
  return [asCall(call).call, ...told.map(([key, value]) => `${key}=${value}`)].join(' ');
};

/** Of services that nobody has to do with. */
const NOBODYS: Calls = ['iam:PassRole *', 'sts:AssumeRole *', 'lambda:InvokeFunction *'];
