import { type ConfigKey, textKey } from '../../connect/config-keys.ts';
import { type ConnectHeader, decodedPart } from '../../connect/connect-record.ts';
import { refuse } from '../../connect/refused.ts';
import { createSchema } from '../../connect/schema.ts';
import type { ValueMap } from '../../connect/value.ts';
import { splitBy } from '../requirements.ts';
import { defineTransform } from '../transform.ts';
import { LENSES } from './lenses-time.ts';

/** Lenses splits by commas and takes no white space away. */
const fieldsKey = (doc: string): ConfigKey<readonly string[]> => ({
  type: 'LIST',
  required: false,
  defaultValue: [],
  doc,
  read: (text) => splitBy(text, ','),
});

export const insertSourceValue = defineTransform({
  className: `${LENSES}InsertSourcePartitionOrOffsetValue`,
  doc: "Adds headers with fields of the source's partition and offset; in a source only.",
  keys: {
    'offset.fields': fieldsKey('Fields of the offset.'),
    'offset.prefix': textKey('offset.', 'What their headers begin with.'),
    'partition.fields': fieldsKey('Fields of the partition; topic is the MQTT topic.'),
    'partition.prefix': textKey('partition.', 'What their headers begin with.'),
  },
  create: (config) => (record) => {
    if (record.origin === null)
      return refuse('A sink has no source partition', 'ClassCastException');
    return {
      ...record,
      headers: [
        ...record.headers,
        ...headersOf(record.origin.offset, config['offset.fields'], config['offset.prefix']),
        ...headersOf(
          record.origin.partition,
          config['partition.fields'],
          config['partition.prefix'],
        ),
      ],
    };
  },
});

const headersOf = (
  values: ValueMap,
  fields: readonly string[],
  prefix: string,
): readonly ConnectHeader[] =>
  fields.map((name) => {
    const value = values.get(name) ?? null;
    if (value !== null && typeof value !== 'string')
      return refuse(`${name} of the source is no text`, 'ClassCastException');
    const schema = createSchema('STRING', { optional: value === null });
    return { key: prefix + name, value: decodedPart({ schema, value }) };
  });
