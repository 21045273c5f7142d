import type { Connector } from '../shared/config/connector.ts';
import type { PlannedTopic } from '../shared/deploy/prepare-plan.ts';
import { staticTargets } from '../shared/source/target-topic.ts';

const DAY = 86_400_000;

/**
 * The topics of the connectors, each once: those that sources write (but for those that a message names), those
 * that sinks read, then those of their letters, which are kept for their own time. A topic of letters is one
 * even where a sink reads it.
 */
export const neededTopics = (connectors: readonly Connector[]): readonly PlannedTopic[] => {
  const letters = byName(connectors.map(lettersTopic)).map(shared);
  const kept = new Set(letters.map(({ name }) => name));
  const records = byName([...connectors.flatMap(written), ...connectors.flatMap(read)]).map(merge);
  return [...records.filter(({ name }) => !kept.has(name)), ...letters];
};

const written = (connector: Connector): readonly PlannedTopic[] => {
  if (connector.kind === 'sink') return [];
  const { byFunction: _, ...creation } = connector.topicCreation;
  return staticTargets(connector.statements).map((name) => ({ name, ...creation }));
};

const read = (connector: Connector): readonly PlannedTopic[] =>
  connector.kind === 'sink' ? connector.topics.map((name) => ({ name, config: {} })) : [];

const lettersTopic = (connector: Connector): Letters => ({
  name: connector.errors.deadLetterTopic,
  // Read by hand, so their order counts for more than their number.
  partitions: 1,
  config: { 'retention.ms': String(connector.letterRetentionDays * DAY) },
  lettersOf: connector.kind === 'source' ? staticTargets(connector.statements) : connector.topics,
});

type Letters = PlannedTopic & Required<Pick<PlannedTopic, 'lettersOf'>>;
type Several<Topic> = readonly [Topic, ...Topic[]];

const byName = <Topic extends PlannedTopic>(all: readonly Topic[]): readonly Several<Topic>[] =>
  [...Map.groupBy(all, ({ name }) => name).values()].flatMap(([first, ...others]) =>
    first ? [[first, ...others] as const] : [],
  );

/** The first connector that says something of a topic says it for all. */
const merge = (topics: Several<PlannedTopic>): PlannedTopic => {
  const lastFirst = topics.toReversed();
  return {
    ...Object.assign({}, ...lastFirst),
    config: Object.assign({}, ...lastFirst.map(({ config }) => config)),
  };
};

/** Several connectors may share a topic of letters. */
const shared = (topics: Several<Letters>): Letters => ({
  ...topics[0],
  lettersOf: [...new Set(topics.flatMap(({ lettersOf }) => lettersOf))],
});
