import { checkDeadLetters, readTopicCreation } from './connect.ts';
import type { DeviceKey, SourceConnector, SourceStatement } from './connector.ts';
import type { SourceDialect } from './dialects.ts';
import type { Entries } from './entries.ts';
import { CONNECT_SOURCE_KEYS } from './keys/connect.ts';
import { OWN_SOURCE_KEYS } from './keys/connectless.ts';
import type { Common } from './read-common.ts';
import { readRows } from './read-rows.ts';
import type { Report } from './report.ts';
import { warnOfBrokerTime, warnOfRoutes, warnOfWrappedBytes } from './warnings.ts';

/** A source connector: its dialect's statements, and what all sources have. */
export const readSource = (
  { read, targets: topicKey }: SourceDialect,
  common: Common,
  entries: Entries,
  report: Report,
): SourceConnector => {
  const { values } = readRows(CONNECT_SOURCE_KEYS, entries, report);
  const own = readRows(OWN_SOURCE_KEYS, entries, report).values;
  const statements = withKey(read(entries, report), own['connectless.kafka.key'], report);
  const targets = statements.map(({ target }) => target);
  checkDeadLetters(common.errors, targets, report);
  const topicCreation = readTopicCreation(values, entries);
  warnOfBrokerTime(topicCreation, report);
  warnOfRoutes(common.transforms, topicKey, report);
  const connector: SourceConnector = {
    ...common,
    kind: 'source',
    statements,
    topicCreation,
    userProperties: own['connectless.mqtt.user.properties'],
  };
  warnOfWrappedBytes(connector, report);
  return connector;
};

/** The statements with the key that the file asks for instead of their converters'. */
const withKey = (
  statements: readonly SourceStatement[],
  key: 'by converter' | DeviceKey,
  report: Report,
): readonly SourceStatement[] => {
  if (key === 'by converter') return statements;
  if (statements.some((statement) => statement.withKey !== undefined))
    report.warning('connectless.kafka.key', { found: key, expected: 'WITHKEY or this, not both' });
  // A field of WITHKEY that is missing would make a record errant for a key that it doesn't have.
  return statements.map(({ withKey: _, ...statement }) => ({ ...statement, key }));
};
