import type { SourceConnector } from '../shared/config/connector.ts';

/** An IoT topic rule: what it selects, by the name of the event's member, and from where. */
export type TopicRule = {
  /** An MQTT topic filter, without `$share/<group>/`. */
  readonly filter: string;
  readonly select: Readonly<Record<string, string>>;
};

/** Under the older default version, `encode` does not exist. */
export const SQL_VERSION = '2016-03-23';

/**
 * The rules of a source connector: one for each of its filters, so that a rule's error action says
 * which function missed the message. A rule never looks into the payload, so no message fails it.
 */
export const topicRules = ({ statements, userProperties }: SourceConnector): readonly TopicRule[] =>
  [...new Set(statements.map(({ filter }) => filter))].map((filter) => ({
    filter,
    select: {
      data: "encode(*, 'base64')",
      topic: 'topic()',
      filter: literal(filter),
      timestamp: 'timestamp()',
      clientId: 'clientid()',
      traceId: 'traceid()',
      id: 'newuuid()',
      ...(userProperties.length > 0 && { userProperties: properties(userProperties) }),
    },
  }));

/** The rule as AWS IoT SQL. */
export const ruleSql = ({ filter, select }: TopicRule): string => {
  const list = Object.entries(select).map(([name, expression]) => `${expression} AS ${name}`);
  return `SELECT ${list.join(', ')} FROM ${literal(filter)}`;
};

/** Each is a list of what the message has under the name. */
const properties = (names: readonly string[]): string =>
  `{${names.map((name) => `${literal(name)}: get_user_properties(${literal(name)})`).join(', ')}}`;

const literal = (text: string): string => `'${text}'`;
