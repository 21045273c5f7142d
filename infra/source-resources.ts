import type { SourceConnector } from '../shared/config/connector.ts';
import { isDynamic, topicPattern } from '../shared/source/target-topic.ts';
import {
  arn,
  getAtt,
  mark,
  type Resource,
  type Resources,
  ref,
  type Value,
} from './cloudformation.ts';
import { encryptMessages } from './data-key.ts';
import { FAILURE_QUEUE } from './failure-queue.ts';
import { role, type Statement, USE_VPC } from './iam.ts';
import { functionId, logicalId, PREPARED, roleId } from './logical-id.ts';
import type { Parameters } from './parameters.ts';
import {
  createTopics,
  produce,
  readReferences,
  sendMessages,
  trace,
  writeLogs,
} from './permissions.ts';
import { isIam, signIn } from './sign-in.ts';
import { ruleSql, SQL_VERSION, type TopicRule, topicRules } from './topic-rules.ts';
import { topicId, topics } from './topics.ts';

/** What brings the messages of devices to a source connector's function, and what it may do. */
export const sourceResources = (connector: SourceConnector, parameters: Parameters): Resources => {
  const prefix = logicalId(connector.name);
  return {
    [roleId(prefix)]: functionRole(connector, parameters),
    [`${prefix}EventInvokeConfig`]: eventInvokeConfig(prefix),
    [ruleRoleId(prefix)]: ruleRole(connector, parameters),
    ...Object.assign(
      {},
      ...topicRules(connector).map((rule) => ruleResources(connector, rule, parameters)),
    ),
  };
};

/** The topics of `$` have a wildcard where the filter has one: their names come with the messages. */
const functionRole = (connector: SourceConnector, parameters: Parameters): Resource =>
  role('lambda.amazonaws.com', [
    writeLogs(logicalId(connector.name)),
    USE_VPC,
    ...(isIam(signIn(connector, parameters)) ? writeTopics(connector, parameters) : []),
    ...readReferences(connector.references),
    sendMessages(FAILURE_QUEUE),
    encryptMessages(),
    ...trace(parameters),
  ]);

const writeTopics = (
  { statements, errors, topicCreation }: SourceConnector,
  { clusterArn }: Parameters,
): readonly Statement[] => {
  const topics = new Set([...statements.map(topicPattern), errors.deadLetterTopic]);
  const dynamic = statements.filter(({ target }) => isDynamic(target));
  return [
    ...produce(clusterArn, [...topics]),
    ...(topicCreation.byFunction && dynamic.length > 0
      ? [createTopics(clusterArn, [...new Set(dynamic.map(topicPattern))])]
      : []),
  ];
};

/** Lambda's own limits, said aloud: after both further tries, or six hours, the queue has the event. */
const eventInvokeConfig = (prefix: string): Resource => ({
  Type: 'AWS::Lambda::EventInvokeConfig',
  Properties: {
    FunctionName: ref(functionId(prefix)),
    Qualifier: '$LATEST',
    MaximumRetryAttempts: 2,
    MaximumEventAgeInSeconds: 21_600,
    DestinationConfig: { OnFailure: { Destination: getAtt(FAILURE_QUEUE, 'Arn') } },
  },
});

const ruleResources = (
  connector: SourceConnector,
  rule: TopicRule,
  { stage, makes }: Parameters,
): Resources => {
  const { name } = connector;
  const prefix = logicalId(name);
  const id = ruleId(prefix, rule.filter);
  const functionArn = getAtt(functionId(prefix), 'Arn');
  return {
    [id]: {
      Type: 'AWS::IoT::TopicRule',
      // No message before there is a topic for it.
      DependsOn: [
        PREPARED,
        ...(makes.cluster ? topics([connector]).map((topic) => topicId(topic.name)) : []),
      ],
      Properties: {
        RuleName: ruleName(stage, name, rule.filter),
        TopicRulePayload: {
          Sql: ruleSql(rule),
          AwsIotSqlVersion: SQL_VERSION,
          RuleDisabled: false,
          Actions: [{ Lambda: { FunctionArn: functionArn } }],
          ErrorAction: {
            Sqs: {
              QueueUrl: ref(FAILURE_QUEUE),
              RoleArn: getAtt(ruleRoleId(prefix), 'Arn'),
              // The failure record is JSON already, with the payload in base64 in it.
              UseBase64: false,
            },
          },
        },
      },
    },
    [`${id}Permission`]: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: functionArn,
        Principal: 'iot.amazonaws.com',
        SourceArn: getAtt(id, 'Arn'),
        SourceAccount: ref('AWS::AccountId'),
      },
    },
  };
};

/** The logical id of the rule of a filter. */
export const ruleId = (prefix: string, filter: string): string =>
  `${prefix}TopicRule${mark(filter)}`;

const ruleRoleId = (prefix: string): string => `${prefix}TopicRuleRole`;

/** What a connector's rules may do when their action fails; other rules can't take the role. */
const ruleRole = (connector: SourceConnector, { stage }: Parameters): Resource =>
  role('iot.amazonaws.com', [sendMessages(FAILURE_QUEUE), encryptMessages()], {
    StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') },
    ArnEquals: {
      'aws:SourceArn': topicRules(connector).map(({ filter }) =>
        ruleArn(stage, connector.name, filter),
      ),
    },
  });

const NAME_LENGTH = 128;

/** Letters, digits and underscores are all that a rule's name may have; the mark keeps it unique. */
export const ruleName = (stage: string, connector: string, filter: string): string => {
  const unique = mark(`${connector}\n${filter}`);
  const words = ['connectless', stage, connector, ...filter.split('/')]
    .map((word) => word.replaceAll(/[^a-zA-Z0-9]+/g, '_'))
    .join('_');
  return `${words.slice(0, NAME_LENGTH - unique.length - 1)}_${unique}`;
};

/** Put together, since the rule itself names the role. */
const ruleArn = (stage: string, connector: string, filter: string): Value =>
  arn('iot', `rule/${ruleName(stage, connector, filter)}`);
