import type { Plugin, SinkConnector } from '../config/connector.ts';
import {
  type ConnectRecord,
  encodedPart,
  fromSinkRecord,
  type Part,
  partBytes,
} from '../connect/connect-record.ts';
import { createConverters } from '../connect/converters/create-converters.ts';
import { type DocumentForm, documentJson } from '../connect/document-json.ts';
import { parseJson } from '../connect/json-parse.ts';
import { lazy } from '../connect/lazy.ts';
import type { SinkRecord } from '../connect/records.ts';
import { atStage, refuse } from '../connect/refused.ts';
import type { SchemaAndValue, Value } from '../connect/value.ts';
import { createTransforms } from '../transforms/create-transforms.ts';
import { createIndexClock } from './index-time.ts';

/** What stands between Kafka and the documents: a record in, the record after it out, or nothing where it is dropped. */
export type SinkPipeline = (record: SinkRecord) => PipedRecord | undefined;

/** A record as its pipeline leaves it: JSON for a value. */
export type PipedRecord = {
  readonly record: Omit<SinkRecord, 'key'>;
  /** The value is JSON that was written here: nobody has to read it again. */
  readonly isOurJson: boolean;
  /** The value as JSON, read when somebody asks for it, and once. Refuses a tombstone and what is no JSON. */
  readonly json: () => Value;
  /** The key as its converter and the transforms made it; decoded when somebody asks. */
  readonly key: Part;
};

/**
 * Converters and transforms of a sink connector. What comes out has JSON for a value.
 *
 * A value that nothing touches stays the bytes it is, if its converter means JSON by them; without
 * transforms nothing is decoded at all.
 */
export const createSinkPipeline = (
  { converters: plugins, transforms, file, form, modules, indexTime }: SinkConnector,
  now: () => number,
): SinkPipeline => {
  const routing = createIndexClock(indexTime, now);
  const converters = createConverters(plugins, modules);
  const transform = createTransforms(transforms, file, { now, routing }, modules);
  const isJson = meansJson(plugins.value);
  if (!transform && isJson)
    return (record) => ({
      record,
      isOurJson: false,
      json: jsonReader(record.value),
      key: encodedPart(record.key, converters.key),
    });
  const jsonOf = ({ value }: ConnectRecord): PipedValue =>
    isJson && value.bytes !== undefined
      ? { value: value.bytes, isOurJson: false }
      : documentValue(value.read(), form);
  const headersOf = ({ headers }: ConnectRecord): SinkRecord['headers'] =>
    headers.map(({ key, value }) => ({ key, value: partBytes(value, converters.header) }));
  return (before) => {
    const record = fromSinkRecord(before, converters);
    const after = transform ? transform(record) : record;
    if (after === undefined) return undefined;
    const { value, isOurJson } = jsonOf(after);
    return {
      // Field by field: to copy whole objects takes longer.
      record: {
        topic: after.topic,
        partition: before.partition,
        offset: before.offset,
        timestamp: after.timestamp ?? -1,
        value,
        headers: after.headers === record.headers ? before.headers : headersOf(after),
      },
      isOurJson,
      json: jsonReader(value),
      key: after.key,
    };
  };
};

/** Reads a value as JSON. */
export const jsonReader = (value: Buffer | null): (() => Value) =>
  lazy(() => (value === null ? refuse('a tombstone has no value') : parseJson(value)));

type PipedValue = Pick<SinkRecord, 'value'> & Pick<PipedRecord, 'isOurJson'>;

const STRING = 'org.apache.kafka.connect.storage.StringConverter';
const BYTES = 'org.apache.kafka.connect.converters.ByteArrayConverter';
const JSON_CONVERTER = 'org.apache.kafka.connect.json.JsonConverter';

/** Whether the bytes of a value are the JSON that the sink is to write. */
const meansJson = ({ className, config }: Plugin): boolean => {
  if (className === JSON_CONVERTER) return isFalse(config['schemas.enable']);
  if (className === STRING) return /^utf-?8$/i.test(config['converter.encoding'] ?? 'UTF-8');
  return className === BYTES;
};

const isFalse = (text: string | undefined): boolean => text?.trim().toLowerCase() === 'false';

/** A decoded value as JSON. Text and bytes are taken for JSON themselves, as upstream's sinks do. */
const documentValue = (data: SchemaAndValue, form: DocumentForm): PipedValue => {
  const { value } = data;
  if (value === null || Buffer.isBuffer(value)) return { value, isOurJson: false };
  if (typeof value === 'string') return { value: Buffer.from(value), isOurJson: false };
  const json = atStage('TASK_PUT', 'document', () => documentJson(data, form));
  return { value: json, isOurJson: true };
};
