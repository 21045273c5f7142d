import { readdirSync, readFileSync } from 'node:fs';
import type { SinkRecord } from '../../shared/connect/records.ts';
import { aSinkRecord } from './records.ts';

/** Bytes as the recordings have them; null is Kafka's null. */
type Bytes =
  | { readonly utf8: string }
  | { readonly b64: string }
  | { readonly repeat: readonly [string, number] }
  | { readonly gen: 'fields' | 'depth'; readonly n: number }
  | null;

type Case = {
  readonly id: string;
  readonly topic?: string;
  readonly records: readonly {
    readonly key: Bytes;
    readonly value: Bytes;
    readonly timestamp: number;
    readonly headers?: readonly (readonly [string, Bytes])[];
  }[];
};

/** A value that a letter holds: text, other bytes, or the head of a long text. */
export type LetterValue =
  | string
  | null
  | { readonly b64: string }
  | { readonly utf8_head: string; readonly chars: number };

/** What a connector made of the records of a case. */
export type Observed = {
  readonly outcome: 'committed' | 'task failed' | 'refused';
  readonly indices: Readonly<
    Record<
      string,
      {
        readonly docs: readonly {
          readonly _id: string;
          readonly _version: number;
          readonly _source: string;
        }[];
      }
    >
  >;
  readonly dlq: readonly {
    readonly key: LetterValue;
    readonly value: LetterValue;
    readonly headers: readonly (readonly [string, LetterValue])[];
  }[];
};

/** The runs of one connector with one configuration, by the case. */
export type Profile = {
  readonly profile: string;
  readonly config: Readonly<Record<string, string>>;
  readonly cases: Readonly<Record<string, Observed>>;
};

const FOLDER = new URL('../observed/sink/', import.meta.url);
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'));

const CASES = read('cases.json') as readonly Case[];

/** Every profile that was recorded. */
export const PROFILES: readonly Profile[] = readdirSync(FOLDER)
  .filter((file) => file !== 'cases.json')
  .toSorted()
  .map((file) => read(file) as Profile);

/** The run's own names in the place of `{tag}` and `{topic}`; `${topic}` is TimestampRouter's own. */
export const named = (text: string, tag: string, topic: string): string =>
  text.replaceAll(/(?<!\$)\{topic\}/g, topic).replaceAll('{tag}', tag);

/** The topic of a case, and its records from offset 0 on. */
export const recordsOf = (
  id: string,
  tag: string,
): { readonly topic: string; readonly records: readonly SinkRecord[] } => {
  const found = CASES.find((one) => one.id === id);
  if (!found) throw new Error(`no case ${id}`);
  const topic = named(found.topic ?? `{tag}-${id}`, tag, '');
  const records = found.records.map(({ key, value, timestamp, headers = [] }, offset) =>
    aSinkRecord({
      topic,
      offset,
      timestamp,
      key: bytesOf(key),
      value: bytesOf(value),
      headers: headers.map(([name, bytes]) => ({ key: name, value: bytesOf(bytes) })),
    }),
  );
  return { topic, records };
};

const bytesOf = (bytes: Bytes): Buffer | null => {
  if (bytes === null) return null;
  if ('utf8' in bytes) return Buffer.from(bytes.utf8);
  if ('b64' in bytes) return Buffer.from(bytes.b64, 'base64');
  if ('repeat' in bytes) return Buffer.from(bytes.repeat[0].repeat(bytes.repeat[1]));
  return Buffer.from(GENERATED[bytes.gen](bytes.n));
};

/** Texts that the recordings describe by a number, spaced as they were. */
const GENERATED = {
  fields: (n: number): string => {
    const fields = Array.from({ length: n }, (_, at) => `"f${String(at).padStart(4, '0')}": ${at}`);
    return `{${fields.join(', ')}}`;
  },
  depth: (n: number): string => `${'{"a":'.repeat(n)}1${'}'.repeat(n)}`,
};
