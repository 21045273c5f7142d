import type { Report } from './report.ts';

/** Refuses a filter that no subscription may have [MQTT-4.7.1], and what a rule's SQL can't hold. */
export const checkFilter = (key: string, filter: string, report: Report): void => {
  const fault = filterFault(filter);
  if (fault) report.error(key, { found: filter, expected: fault });
};

const filterFault = (filter: string): string | undefined => {
  if (filter === '') return 'an MQTT topic filter that is not empty';
  if (filter.includes("'")) return 'an MQTT topic filter without single quotes, for the rule’s SQL';
  const levels = filter.split('/');
  if (levels.some((level, at) => level.includes('#') && (level !== '#' || at < levels.length - 1)))
    return 'an MQTT topic filter with # as its last level alone';
  if (levels.some((level) => level.includes('+') && level !== '+'))
    return 'an MQTT topic filter with + as a whole level';
  return undefined;
};

const TOPIC = /^(?!\.{1,2}$)[a-zA-Z0-9._-]{1,249}$/;

/** Refuses what Kafka refuses as a topic's name (`Topic.validate`). */
export const checkTopic = (key: string, topic: string, report: Report): void => {
  if (!TOPIC.test(topic))
    report.error(key, {
      found: topic,
      expected: 'a Kafka topic: 1 to 249 letters, digits, dots, underscores and dashes',
    });
};
