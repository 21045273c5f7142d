import { readdirSync, readFileSync } from 'node:fs';
import type { SourceConfig } from '../../shared/config/connector.ts';
import { readSourceConfig } from '../../shared/config/read-connectors.ts';
import { createSourceTask } from '../../shared/source/source-task.ts';
import { aFolder } from './connectors.ts';
import { fakeMetrics, fakeProducer, fakeReporter } from './fakes.ts';
import { anMqttMessage } from './records.ts';

const FOLDER = new URL('../observed/mqtt-source/', import.meta.url);
/** Stands where a run had names of its own. */
const TAG = 'run';

/** Text; bytes that are none; or the beginning of a long text, and its length. */
type Content =
  | string
  | { readonly b64: string }
  | { readonly utf8_head: string; readonly chars: number };

type ObservedRecord = { readonly topic: string; readonly key: string; readonly value: Content };

type ObservedCase = {
  readonly mqtt_topic: string;
  readonly records: readonly ObservedRecord[];
  /** What a message of no bytes became, which clears a retained one. */
  readonly after_clearing_retained?: readonly ObservedRecord[];
};

type Profile = {
  readonly profile: string;
  readonly config: Readonly<Record<string, string>>;
  readonly cases: Readonly<Record<string, ObservedCase>>;
};

type Payload = { readonly utf8?: string; readonly b64?: string; readonly n?: number };

/** What became of one message with the real connector, and here: its record, `lost` or `errant`. */
export type Replayed = {
  readonly profile: string;
  readonly name: string;
  readonly observed: string;
  readonly ours: string;
};

const read = <T>(file: string): T => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as T;

const bytesOf = ({ utf8, b64, n = 0 }: Payload): Buffer =>
  b64 === undefined ? Buffer.from(utf8 ?? `{"a": "${'x'.repeat(n)}"}`) : Buffer.from(b64, 'base64');

const PAYLOADS = new Map(
  read<readonly { readonly id: string; readonly payload: Payload }[]>('cases.json').map(
    ({ id, payload }) => [id, bytesOf(payload)] as const,
  ),
);

/** Sends every message of every profile through a source with the profile's very configuration. */
export const replayObserved = async (): Promise<readonly Replayed[]> => {
  const replayed: Replayed[] = [];
  for (const file of readdirSync(FOLDER).filter((name) => name !== 'cases.json'))
    replayed.push(...(await replayProfile(read<Profile>(file))));
  return replayed;
};

const replayProfile = async ({ profile, config, cases }: Profile): Promise<Replayed[]> => {
  const source = await readSourceConfig(
    aFolder({ 'a.json': { ...named(config), 'errors.tolerance': 'all' } }),
    { KAFKA_BROKERS: 'k:1' },
    () => Promise.reject(new Error('nothing is referred to')),
  );
  const replayed: Replayed[] = [];
  for (const [name, seen] of Object.entries(cases)) {
    const { mqtt_topic, records, after_clearing_retained: cleared } = seen;
    const payload = PAYLOADS.get(name) ?? Buffer.alloc(0);
    const each = async (suffix: string, was: readonly ObservedRecord[], bytes: Buffer) =>
      replayed.push({
        profile,
        name: name + suffix,
        observed: outcomeOf(was.map(observedText)),
        ours: await ourOutcome(source, named(mqtt_topic), bytes, packetId(was)),
      });
    await each('', records, payload);
    if (cleared) await each(', cleared', cleared, Buffer.alloc(0));
  }
  return replayed;
};

/** Our message id is the packet id of the run, so that keys can be compared. */
const ourOutcome = async (
  source: SourceConfig,
  topic: string,
  payload: Buffer,
  id: string,
): Promise<string> => {
  const producer = fakeProducer();
  const reporter = fakeReporter();
  const [statement] = source.statements;
  const task = createSourceTask(source, {
    producer,
    reporter,
    now: () => 0,
    metrics: fakeMetrics(),
  });
  const filter = statement?.filter ?? '';
  await task.put(anMqttMessage({ topic, filter, payload, id }), new AbortController().signal);
  if (reporter.letters.length > 0) return 'errant';
  return outcomeOf(
    producer.log.map(({ topic: target, key, value }) =>
      recordText(target, `${key}`, value ?? Buffer.alloc(0)),
    ),
  );
};

const outcomeOf = (records: readonly string[]): string =>
  records.length === 0 ? 'lost' : records.join('\n');

const recordText = (topic: string, key: string, value: Buffer): string =>
  `${topic} ${key} ${value.toString('base64')}`;

const observedText = ({ topic, key, value }: ObservedRecord): string =>
  recordText(named(topic), named(key), contentBytes(value));

/** The long text is the one letter, over and over, up to its closing. */
const contentBytes = (content: Content): Buffer => {
  if (typeof content === 'string') return Buffer.from(content);
  if ('b64' in content) return Buffer.from(content.b64, 'base64');
  return Buffer.from(`${content.utf8_head.padEnd(content.chars - 2, 'x')}"}`);
};

const packetId = ([record]: readonly ObservedRecord[]): string =>
  /id"?[=:]"?(\d+)/.exec(record?.key ?? '')?.[1] ?? '0';

/** A text, or a configuration, with a run's names in their places. */
const named = <T>(of: T): T =>
  JSON.parse(JSON.stringify(of).replaceAll('{tag}', TAG).replaceAll('{topic}', `${TAG}-out`));
