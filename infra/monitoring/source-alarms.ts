import type { SourceConnector } from '../../shared/config/connector.ts';
import { mark } from '../cloudformation.ts';
import { functionSettings } from '../function-settings.ts';
import { logicalId } from '../logical-id.ts';
import { ruleId } from '../source-resources.ts';
import { topicRules } from '../topic-rules.ts';
import type { Alarm } from './alarm.ts';
import { functionAlarms } from './function-alarms.ts';
import { letterAlarms } from './letter-alarms.ts';
import { ofFunction, ofRule, ofRuleAction } from './metric.ts';

const REDRIVE = 'Read why in the log, mend it, then: npx connectless redrive.';
const TEN_MINUTES = 600_000;

/** What needs a person on the way from devices to Kafka. */
export const sourceAlarms = (connector: SourceConnector): readonly Alarm[] => [
  ...topicRules(connector).flatMap(({ filter }) => ruleAlarms(connector, filter)),
  ...functionAlarms(connector, functionSettings(connector).timeoutSeconds),
  ...queueingAlarms(connector),
  ...[...new Set(connector.statements.map(({ target }) => target))].flatMap((topic) =>
    letterAlarms(connector, topic),
  ),
];

const ruleAlarms = ({ name }: SourceConnector, filter: string): readonly Alarm[] => {
  const prefix = logicalId(name);
  const rule = ruleId(prefix, filter);
  const one = { stat: 'Sum', rings: 'above', threshold: 0 } as const;
  const id = (end: string): string => `${prefix}${end}${mark(filter)}`;
  return [
    {
      ...one,
      id: id('RuleFailed'),
      metrics: [ofRuleAction(rule)('Failure')],
      what: `The rule for ${filter} could not invoke the function of ${name}; the messages are in the failure queue.`,
      todo: REDRIVE,
    },
    {
      ...one,
      id: id('RuleLost'),
      metrics: [ofRuleAction(rule)('ErrorActionFailure')],
      what: `The rule for ${filter} could reach neither the function of ${name} nor the failure queue: messages are lost.`,
      todo: 'Look for denied or throttled sqs:SendMessage of the rule’s role, and for a disabled key.',
    },
    {
      ...one,
      id: id('RuleUnparsed'),
      metrics: [ofRule(rule)('ParseError')],
      what: `Messages on ${filter} did not pass the rule’s SQL, which never looks into them: they are lost.`,
      todo: 'Compare the rule’s SQL with the one that npx connectless explain prints, and deploy again.',
    },
    {
      ...one,
      id: id('RuleThrottled'),
      metrics: [ofRule(rule)('RuleMessageThrottled')],
      what: `IoT Core throttled the rule for ${filter}: messages are lost.`,
      todo: 'Ask for a higher quota of rule evaluations per second.',
    },
  ];
};

/** Between the rule and the function Lambda has a queue of its own. */
const queueingAlarms = ({ name }: SourceConnector): readonly Alarm[] => {
  const prefix = logicalId(name);
  const metric = ofFunction(prefix);
  return [
    {
      id: `${prefix}Late`,
      metrics: [metric('AsyncEventAge')],
      stat: 'Maximum',
      rings: 'above',
      threshold: TEN_MINUTES,
      periods: 3,
      what: `Messages wait for more than ten minutes for the function of ${name}; after six hours they go to the failure queue.`,
      todo: 'See whether it fails or is throttled: Kafka may be away, or sourceConcurrency too low.',
    },
    {
      id: `${prefix}Dropped`,
      metrics: [metric('AsyncEventsDropped'), metric('DestinationDeliveryFailures')],
      stat: 'Sum',
      rings: 'above',
      threshold: 0,
      what: `Lambda gave up messages for ${name}; those that it could not put into the failure queue either are lost.`,
      todo: `Look at the failure queue, its key, and the function’s role. ${REDRIVE}`,
    },
  ];
};
