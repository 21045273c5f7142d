import type { Connector, SinkConnector } from '../shared/config/connector.ts';
import { acceptance } from '../shared/source/statement-choice.ts';
import { targetTopic } from '../shared/source/target-topic.ts';
import { matchesFilter } from '../shared/source/topic-filter.ts';

/** The filters that phones publish to: those of the sources, each once. */
export const filtersOf = (connectors: readonly Connector[]): readonly string[] => [
  ...new Set(statementsOf(connectors).map(({ filter }) => filter)),
];

/** How many rules fire for a message: one for each filter of each source that matches. */
export const eventsOf = (connectors: readonly Connector[], topic: string): number =>
  connectors.reduce((sum, connector) => {
    if (connector.kind !== 'source') return sum;
    const filters = new Set(connector.statements.map(({ filter }) => filter));
    return sum + [...filters].filter((filter) => matchesFilter(filter, topic)).length;
  }, 0);

/** How many records of a message the sinks read: one for each statement that matches and each sink of its target. */
export const readsOf = (connectors: readonly Connector[], topic: string): number =>
  statementsOf(connectors)
    .filter((statement) => matchesFilter(statement.filter, topic) && acceptance(statement)(topic))
    .reduce((sum, { target }) => sum + sinksOf(connectors, targetTopic(target, topic)).length, 0);

const statementsOf = (connectors: readonly Connector[]) =>
  connectors.flatMap((connector) => (connector.kind === 'source' ? connector.statements : []));

const sinksOf = (connectors: readonly Connector[], topic: string): readonly SinkConnector[] =>
  connectors.filter(
    (connector) => connector.kind === 'sink' && connector.topics.includes(topic),
  ) as readonly SinkConnector[];
