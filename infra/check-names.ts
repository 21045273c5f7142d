import type { Connector } from '../shared/config/connector.ts';
import { functionKey } from '../shared/config/function-key.ts';
import type { Fault } from '../shared/connect/errors.ts';
import { BOOTSTRAP_BROKERS } from './bootstrap-brokers.ts';
import { eventSourceMappings } from './event-source-mappings.ts';
import { PREPARE } from './prepare-plan.ts';

/** Lambda's limit for `connectless-<stage>-<key>`. */
const FUNCTION_NAME_LENGTH = 64;
/** Lambda's pattern, without the `*` that would be a wildcard in the role's policy. */
const CONSUMER_GROUP = /^[a-zA-Z0-9/:_+=.@-]{1,200}$/;

/** What is wrong with names that Kafka Connect would take, but AWS not. */
export const nameFaults = (connectors: readonly Connector[], stage: string): readonly Fault[] => [
  ...connectors.flatMap((connector) => functionFaults(connector, stage)),
  ...connectors.flatMap(groupFaults),
  ...clashes(
    connectors.flatMap((connector) =>
      groupsOf(connector).map((text) => ({ file: connector.file, text })),
    ),
    'a name whose consumer groups no other connector has',
  ),
];

const functionFaults = ({ file, name }: Connector, stage: string): readonly Fault[] => {
  const key = functionKey(name);
  const longest = FUNCTION_NAME_LENGTH - `connectless-${stage}-`.length;
  if (key !== '' && !OWN_FUNCTIONS.includes(key) && key.length <= longest) return [];
  const expected = `1 to ${longest} letters and digits, not ${OWN_FUNCTIONS.join(' or ')}, since it names a function`;
  return [{ file, key: 'name', severity: 'error', found: name, expected }];
};

/** Of the deploy. */
const OWN_FUNCTIONS: readonly string[] = [BOOTSTRAP_BROKERS, PREPARE];

const groupFaults = (connector: Connector): readonly Fault[] =>
  groupsOf(connector)
    .filter((group) => !CONSUMER_GROUP.test(group))
    .map((group) => ({
      file: connector.file,
      key: 'name',
      severity: 'error',
      found: group,
      expected: 'a consumer group of 1 to 200 letters, digits and /:_+=.@-',
    }));

const groupsOf = (connector: Connector): readonly string[] =>
  connector.kind === 'sink'
    ? eventSourceMappings(connector).map(({ consumerGroup }) => consumerGroup)
    : [];

type Named = { readonly file: string; readonly text: string };

/** Every file after the first that has a text. */
const clashes = (named: readonly Named[], expected: string): readonly Fault[] =>
  [...Map.groupBy(named, ({ text }) => text).values()].flatMap(([, ...others]) =>
    others.map(({ file, text }) => ({
      file,
      key: 'name',
      severity: 'error',
      found: text,
      expected,
    })),
  );
