import type { SourceConnector } from '../config/connector.ts';
import type { NewTopics } from '../ports.ts';
import { isDynamic, staticTargets } from './target-topic.ts';

/**
 * The topics that a source's function makes: those whose names come with the messages. Those that the
 * files name are made with the deploy, and one that is missing there is missing for a reason.
 */
export const newTopics = ({
  statements,
  topicCreation,
  errors,
}: Pick<SourceConnector, 'statements' | 'topicCreation' | 'errors'>): NewTopics => {
  const known = new Set([...staticTargets(statements), errors.deadLetterTopic]);
  const makes = topicCreation.byFunction && statements.some(({ target }) => isDynamic(target));
  return (topic) => (makes && !known.has(topic) ? topicCreation : undefined);
};
