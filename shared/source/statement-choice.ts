import type { SourceStatement } from '../config/connector.ts';
import { ConnectError } from '../connect/errors.ts';
import { createJavaRegex } from '../connect/java-regex.ts';
import type { MqttMessage } from './iot-event.ts';
import { matchesFilter } from './topic-filter.ts';

/** The statements that make records of a message; none where `WITHREGEX` declines it. */
type StatementChoice = (
  message: Pick<MqttMessage, 'topic' | 'filter'>,
) => readonly SourceStatement[];

/**
 * Chooses the statements of the rule that fired, so that overlapping filters never double a record; of
 * those, the ones whose regular expression takes the whole topic. An event that doesn't say which rule
 * fired has all whose filter matches. It throws a ConnectError for a message that no statement is for.
 */
export const createStatementChoice = (statements: readonly SourceStatement[]): StatementChoice => {
  const choices = statements.map((statement) => ({
    statement,
    filter: statement.filter,
    accepts: acceptance(statement),
  }));
  return ({ filter, topic }) => {
    const chosen = choices.filter((choice) =>
      filter === undefined ? matchesFilter(choice.filter, topic) : choice.filter === filter,
    );
    if (chosen.length === 0)
      throw new ConnectError(`no statement has the filter ${filter ?? 'of the event’s topic'}`);
    return chosen.filter(({ accepts }) => accepts(topic)).map(({ statement }) => statement);
  };
};

/** Whether a statement's `WITHREGEX`, where it has one, takes a topic that its filter matches. */
export const acceptance = ({ regex }: SourceStatement): ((topic: string) => boolean) =>
  regex === undefined ? () => true : createJavaRegex(regex).matches;
