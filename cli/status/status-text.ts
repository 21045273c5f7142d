import type { Paint } from '../text/paint.ts';
import { tableLines } from '../text/table.ts';
import type { Answer } from './ask.ts';
import type { Status } from './collect.ts';
import type { ConnectorStatus } from './status-of.ts';

type Layout = { readonly paint: Paint; readonly width: number };

const COLOURS = {
  running: 'green',
  paused: 'yellow',
  'not deployed': 'yellow',
  'needs you': 'red',
} as const satisfies Readonly<Record<ConnectorStatus['state'], string>>;

const HEAD = ['connector', 'state', 'rules', 'function', 'lag', 'errant (24 h)', 'mapping'];

/** One table of the connectors, what they work with below it, then what could not be asked. */
export const statusText = (status: Status, { paint, width }: Layout): string => {
  const { connectors, failureQueue, clusters, domains } = status;
  const rows = connectors.map((one) => [
    one.connector,
    paint(COLOURS[one.state], one.state),
    shown(one.rules, rulesText),
    shown(one.function, functionText),
    shown(one.lag, (lag) => `${lag ?? '–'}`),
    shown(one.errant, String),
    shown(one.mappings, mappingsText),
  ]);
  const others = [
    ['failure queue', shown(failureQueue, queueText)],
    ...clusters.map(({ name, state }) => [`cluster ${name}`, shown(state, String)]),
    ...domains.map(({ name, health }) => [`domain ${name}`, shown(health, String)]),
  ];
  const unknown = unknownOf(status);
  return [
    ...tableLines([HEAD.map((word) => paint('bold', word)), ...rows], { right: [4, 5], width }),
    '',
    ...tableLines(others, { width }),
    ...(unknown.length > 0 ? ['', ...unknown.map((reason) => paint('yellow', `? ${reason}`))] : []),
  ].join('\n');
};

const shown = <T>(answer: Answer<T>, text: (value: T) => string): string =>
  'value' in answer ? text(answer.value) : '?';

const rulesText = (rules: readonly { readonly isEnabled: boolean }[]): string => {
  const enabled = rules.filter(({ isEnabled }) => isEnabled).length;
  if (rules.length === 0) return '–';
  return enabled === rules.length ? 'enabled' : `${enabled} of ${rules.length} enabled`;
};

const functionText = (
  own: ConnectorStatus['function'] extends Answer<infer F> ? F : never,
): string => {
  if (own === undefined) return '–';
  const update = own.lastUpdate === 'Successful' ? '' : `, update ${own.lastUpdate}`;
  return `${own.state}${own.concurrency === 0 ? ', concurrency 0' : ''}${update}`;
};

const mappingsText = (
  mappings: readonly {
    readonly topic: string;
    readonly state: string;
    readonly lastResult: string;
  }[],
): string =>
  mappings.map(({ topic, state, lastResult }) => `${topic}: ${state}, ${lastResult}`).join('; ') ||
  '–';

const queueText = (size: number): string =>
  size === 0 ? 'empty' : `about ${size} messages: npx connectless redrive --dry-run`;

/** Why there are question marks, each reason once. */
const unknownOf = ({ connectors, failureQueue, clusters, domains }: Status): readonly string[] => {
  const answers: readonly Answer<unknown>[] = [
    ...connectors.flatMap((one) => [one.rules, one.function, one.mappings, one.lag, one.errant]),
    failureQueue,
    ...clusters.map(({ state }) => state),
    ...domains.map(({ health }) => health),
  ];
  return [...new Set(answers.flatMap((answer) => ('unknown' in answer ? [answer.unknown] : [])))];
};
