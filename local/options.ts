import { parseArgs } from 'node:util';

/** What `npm start` was asked to do. */
export type Options = {
  /** Stop when so many messages have come through; endless where it is left out. */
  readonly messages?: number;
  readonly rate: number;
  readonly devices: number;
  readonly keep: boolean;
};

/** What `--help` prints. */
export const HELP = `Runs the whole path on this machine: phones, MQTT, topic rule, Kafka, OpenSearch.

  npm start                        until Ctrl-C
  npm start -- --messages 500      500 messages, all searchable, then the end

Options
  --messages N   stop when N messages of the phones are searchable; exit 0 if all are, else 1
  --rate N       messages a second (10, with --messages 100); 0: as fast as it goes
  --devices N    phones (3); 0: none, only what others publish
  --keep         keep the servers' data
  --help         this text

Environment
  MQTT_URL, KAFKA_BROKERS, OPENSEARCH_NODE   use running servers instead of starting them
  OPENSEARCH_VERSION                         2 or 3, or a full version
  CONNECTORS_DIR                             the folder of the connector files (connectors)
`;

/** The command line was wrong. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** @throws UsageError naming the option and what it takes */
export const readOptions = (args: readonly string[]): Options | 'help' => {
  const values = parse(args);
  if (values.help) return 'help';
  const messages =
    values.messages === undefined ? undefined : whole('messages', values.messages, 1);
  const devices = whole('devices', values.devices, 0);
  if (messages !== undefined && devices === 0)
    throw new UsageError('--messages counts what phones publish: it needs --devices of 1 or more');
  return {
    ...(messages !== undefined && { messages }),
    rate: whole('rate', values.rate ?? (messages === undefined ? '10' : '100'), 0),
    devices,
    keep: values.keep,
  };
};

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        messages: { type: 'string' },
        rate: { type: 'string' },
        devices: { type: 'string', default: '3' },
        keep: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
};

const whole = (option: string, text: string, min: number): number => {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= min) return value;
  throw new UsageError(`--${option} takes a whole number from ${min}, not ${text}`);
};
