import { isUtf8 } from 'node:buffer';
import type { SinkRecord, SourceRecord } from '../../shared/connect/records.ts';
import type { KnownDifference } from '../observed/known-differences.ts';
import { errorsOf } from './connectors.ts';
import {
  type LetterValue,
  named,
  type Observed,
  type Profile,
  recordsOf,
} from './observed-runs.ts';
import { sourceText } from './opensearch-documents.ts';
import { startSink } from './sink-run.ts';

/** What became of a case, in lines that say all that is compared. */
export type Fates = {
  readonly outcome: string;
  /** `index/id version source`, in order. */
  readonly documents: readonly string[];
  /** `offset stage key value headers`, in order. */
  readonly letters: readonly string[];
};

/** Feeds the records of a case to the sink with the profile's file, through everything between event and answer. */
export const replay = async (
  { profile, config }: Profile,
  id: string,
  node: string,
): Promise<Fates> => {
  const tag = `${profile}.${id}.`;
  const { topic, records } = recordsOf(id, tag);
  const { outcome, letters } = await put(fileOf(config, topic), records, node);
  const documents = await documentsOf(node, tag);
  return {
    outcome,
    documents: withoutTag(documents, tag),
    letters: withoutTag(letters.map(letterLine), tag),
  };
};

/** What becomes of a case whose records have these fates. */
export const knownFates = (
  { profile }: Profile,
  id: string,
  here: KnownDifference['here'],
): Fates => {
  if (here === 'refused') return { outcome: 'refused', documents: [], letters: [] };
  const { records } = recordsOf(id, '{tag}');
  const fated = records.map((record, at) => ({ record, fate: here[at] ?? 'nothing' }));
  return {
    outcome: 'committed',
    documents: fated
      .filter(({ fate }) => fate === 'document')
      .map(({ record }) => knownDocument(record, records, profile))
      .toSorted(),
    letters: fated
      .filter(({ fate }) => fate.startsWith('letter '))
      .map(({ record, fate }) => knownLetter(record, fate.slice('letter '.length)))
      .toSorted(),
  };
};

type Naming = {
  readonly id: (record: SinkRecord) => string;
  readonly version: (record: SinkRecord, records: readonly SinkRecord[]) => number;
};

const once = (): number => 1;
const keyText = ({ key }: SinkRecord): string => String(key);
const coordinatesBy =
  (separator: string) =>
  ({ topic, partition, offset }: SinkRecord): string =>
    [topic, partition, offset].join(separator);

const byCoordinates: Naming = { id: coordinatesBy('-'), version: once };
/** OpenSearch counts what is done to an id. */
const byKey: Naming = {
  id: keyText,
  version: (record, records) =>
    records.filter((other) => other.offset <= record.offset && keyText(other) === keyText(record))
      .length,
};
const byKeyAndOffset: Naming = { id: keyText, version: ({ offset }) => offset };

/** How a profile's documents are named, as its file says. */
const NAMING: Readonly<Record<string, Naming>> = {
  'lenses-insert': byCoordinates,
  'lenses-string': byCoordinates,
  'lenses-fields': byCoordinates,
  'lenses-pk': byKey,
  'aiven4-upsert': byKey,
  'aivenhead-tolerant': byKeyAndOffset,
};

const knownDocument = (
  record: SinkRecord,
  records: readonly SinkRecord[],
  profile: string,
): string => {
  const { id, version } = NAMING[profile] ?? byCoordinates;
  return documentLine(record.topic, {
    _id: id(record),
    _version: version(record, records),
    _source: String(record.value),
  });
};

const knownLetter = (record: SinkRecord, stage: string): string =>
  letterLine({
    ...record,
    headers: [
      ...record.headers,
      ...[record.topic, record.partition, record.offset, stage].map((text, at) => ({
        key: COMPARED[at] ?? '',
        value: Buffer.from(String(text)),
      })),
    ],
  });

/** What was recorded, in the same lines. */
export const observedFates = ({ outcome, indices, dlq }: Observed): Fates => ({
  outcome,
  documents: Object.entries(indices)
    .flatMap(([index, { docs }]) => docs.map((document) => documentLine(index, document)))
    .toSorted(),
  letters: dlq.map(({ key, value, headers }) => lineOfLetter(key, value, headers)).toSorted(),
});

const withoutTag = (lines: readonly string[], tag: string): readonly string[] =>
  lines.map((line) => line.replaceAll(tag, '{tag}')).toSorted();

type StoredDocument = Observed['indices'][string]['docs'][number];

const documentLine = (index: string, { _id, _version, _source }: StoredDocument): string =>
  `${index}/${_id} ${_version} ${_source}`;

const CONTEXT = '__connect.errors.';
/** The rest of the context says how it was said, and in which run. */
const COMPARED = ['topic', 'partition', 'offset', 'stage'].map((name) => CONTEXT + name);

const lineOfLetter = (
  key: LetterValue,
  value: LetterValue,
  headers: readonly (readonly [string, LetterValue])[],
): string => {
  const own = headers.filter(([name]) => !name.startsWith(CONTEXT));
  const context = new Map(headers);
  return JSON.stringify([...COMPARED.map((name) => context.get(name)), key, value, own]);
};

const letterLine = ({ key, value, headers }: SourceRecord): string =>
  lineOfLetter(
    letterValue(key),
    letterValue(value),
    headers.map((header) => [header.key, letterValue(header.value)] as const),
  );

const LONG = 2000;
const HEAD = 60;

/** As the recordings write a value. */
const letterValue = (bytes: Buffer | null): LetterValue => {
  if (bytes === null) return null;
  if (!isUtf8(bytes)) return { b64: bytes.toString('base64') };
  const text = bytes.toString();
  return text.length > LONG ? { utf8_head: text.slice(0, HEAD), chars: text.length } : text;
};

const fileOf = (config: Profile['config'], topic: string): Profile['config'] =>
  Object.fromEntries(
    Object.entries(config).map(([key, text]) => [
      key,
      named(text, '', topic)
        .replaceAll('{dlq}', 'letters')
        .replaceAll('{os_port}', '9200')
        .replaceAll('{opensearch}', 'http://localhost:9200')
        .replaceAll('{os_host}', 'localhost'),
    ]),
  );

const put = async (
  file: Profile['config'],
  records: readonly SinkRecord[],
  node: string,
): Promise<{ readonly outcome: string; readonly letters: readonly SourceRecord[] }> => {
  if (errorsOf(file).length > 0) return { outcome: 'refused', letters: [] };
  const { resume, kept } = await startSink(file, node)(records);
  return { outcome: resume.length === 0 ? 'committed' : 'redelivered', letters: kept };
};

/** The documents of every index of that tag. */
const documentsOf = async (node: string, tag: string): Promise<readonly string[]> => {
  const indices = `${node}/*${tag}*`;
  await fetch(`${indices}/_refresh`, { method: 'POST' });
  const answer = await fetch(`${indices}/_search?version=true&size=100`);
  const { hits } = (await answer.json()) as {
    hits: { hits: readonly (StoredDocument & { readonly _index: string })[] };
  };
  return Promise.all(
    hits.hits.map(async (hit) => {
      const _source = (await sourceText(node, hit._index, hit._id)) ?? '';
      return documentLine(hit._index, { ...hit, _source });
    }),
  );
};
