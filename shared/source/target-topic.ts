import type { SourceStatement } from '../config/connector.ts';

/** Whether a statement's target is named by each message: a `$` stands in no topic's name. */
export const isDynamic = (target: string): boolean => target.includes('$');

/**
 * The Kafka topic of a message: its MQTT topic in the place of `$`, a leading slash dropped, every other
 * run of slashes an underscore (Lenses from 9.0.0). Kafka may refuse the name.
 */
export const targetTopic = (target: string, mqttTopic: string): string =>
  target.replaceAll('$', () => mqttTopic.replace(/^\//, '').replaceAll(/\/+/g, '_'));

/** The topics of a connector that are known before any message comes. */
export const staticTargets = (statements: readonly SourceStatement[]): readonly string[] => [
  ...new Set(statements.map(({ target }) => target).filter((target) => !isDynamic(target))),
];

/** What a statement's topics may be called: `*` stands for any text in a topic that it doesn't know. */
export const topicPattern = ({ target, filter }: SourceStatement): string =>
  targetTopic(target, filter.replaceAll(/\/*[+#]\/*/g, '*'));
