import type { SourceConnector } from '../config/connector.ts';
import type { NewTopics } from '../ports.ts';
import { isDynamic, staticTargets } from './target-topic.ts';

/**
 * The topics that a source's function makes: those whose names come with the messages. Those that the
 * files name are made with the deploy, and one that is missing there is missing for a reason.
 *
 * `TOPIC_REPLICATION_FACTOR` decides instead of the file, -1 for the cluster's default: a Kafka of one
 * broker refuses a factor that is meant for another.
 */
export const newTopics = (
  {
    statements,
    topicCreation,
    errors,
  }: Pick<SourceConnector, 'statements' | 'topicCreation' | 'errors'>,
  replicationFactor?: string,
): NewTopics => {
  const known = new Set([...staticTargets(statements), errors.deadLetterTopic]);
  const makes = topicCreation.byFunction && statements.some(({ target }) => isDynamic(target));
  const creation = {
    ...topicCreation,
    ...(replicationFactor && { replicationFactor: Number(replicationFactor) }),
  };
  return (topic) => (makes && !known.has(topic) ? creation : undefined);
};
