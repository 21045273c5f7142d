import { isTopicName } from '../connect/topic-name.ts';
import type { Report } from './report.ts';

const SHARED = /^\$share\/[^/]+\//;

/** A subscription without its `$share/<group>/`: what a topic rule's FROM takes. */
export const withoutShare = (filter: string): string => filter.replace(SHARED, '');

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

/** Refuses what Kafka refuses as a topic's name; `example` is such a name where `topic` is what makes it. */
export const checkTopic = (key: string, topic: string, report: Report, example = topic): void => {
  if (!isTopicName(example))
    report.error(key, {
      found: topic,
      expected: 'a Kafka topic: 1 to 249 letters, digits, dots, underscores and dashes',
    });
};
