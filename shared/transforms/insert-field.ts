import { REPLACE_NULL_WITH_DEFAULT, refuseKey, textKey } from '../connect/config-keys.ts';
import type { ConnectRecord } from '../connect/connect-record.ts';
import { copyMap } from '../connect/json-object.ts';
import { timestampFromMillis, timestampSchema } from '../connect/logical-types.ts';
import { refuse } from '../connect/refused.ts';
import { createSchema, type Schema } from '../connect/schema.ts';
import { createStruct, fieldReader } from '../connect/struct.ts';
import { int32, type Value } from '../connect/value.ts';
import { perSchema, requireMap, requireStruct, structLike } from './requirements.ts';
import { byPresenceOfSchema, definePartTransforms } from './transform.ts';

const MARKS = 'Ends in ! where it is to be required, in ? or nothing where optional.';

const KEYS = {
  'topic.field': textKey(null, `Field for the topic. ${MARKS}`),
  'partition.field': textKey(null, `Field for the partition. ${MARKS}`),
  'offset.field': textKey(null, `Field for the offset; in a sink only. ${MARKS}`),
  'timestamp.field': textKey(null, `Field for the record's timestamp. ${MARKS}`),
  'static.field': textKey(null, `Field for static.value. ${MARKS}`),
  'static.value': textKey(null, 'The text of static.field.'),
  'replace.null.with.default': REPLACE_NULL_WITH_DEFAULT,
};

/** A field to insert; what it reads is undefined where the record has no such thing. */
type Insertion = {
  readonly name: string;
  readonly schema: Schema;
  readonly read: (record: ConnectRecord, hasSchema: boolean) => Value | undefined;
};

const insertion = (
  spec: string | null,
  schemaOf: (optional: boolean) => Schema,
  read: Insertion['read'],
): readonly Insertion[] => {
  if (spec === null) return [];
  const name = /[?!]$/.test(spec) ? spec.slice(0, -1) : spec;
  return [{ name, schema: schemaOf(!spec.endsWith('!')), read }];
};

const ofType =
  (type: Schema['type']) =>
  (optional: boolean): Schema =>
    createSchema(type, { optional });

const readOffset = ({ offset }: ConnectRecord): Value =>
  offset === null ? refuse('Only a sink has offsets for field insertion') : BigInt(offset);

const readTimestamp = ({ timestamp }: ConnectRecord, hasSchema: boolean): Value | undefined => {
  if (timestamp === null) return undefined;
  return hasSchema ? timestampFromMillis(timestamp) : BigInt(timestamp);
};

export const insertField = definePartTransforms({
  className: 'org.apache.kafka.connect.transforms.InsertField',
  doc: 'Inserts fields with topic, partition, offset or timestamp of the record, or a fixed text.',
  keys: KEYS,
  create: (config) => {
    const text = config['static.value'];
    const insertions = [
      ...insertion(config['topic.field'], ofType('STRING'), ({ topic }) => topic),
      ...insertion(config['partition.field'], ofType('INT32'), ({ partition }) =>
        partition === null ? undefined : int32(partition),
      ),
      ...insertion(config['offset.field'], ofType('INT64'), readOffset),
      ...insertion(config['timestamp.field'], timestampSchema, readTimestamp),
      ...insertion(config['static.field'], ofType('STRING'), () => text ?? undefined),
    ];
    if (insertions.length === 0) refuseKey('topic.field', 'at least one field to insert');
    if (config['static.field'] !== null && text === null)
      refuseKey('static.value', 'a value for static.field');
    const readField = fieldReader(config['replace.null.with.default']);
    const extended = perSchema((schema) =>
      structLike(schema, [
        ...[...schema.fields.values()].map((field): [string, Schema] => [field.name, field.schema]),
        ...insertions.map(({ name, schema }): [string, Schema] => [name, schema]),
      ]),
    );
    return byPresenceOfSchema({
      applySchemaless: (value, record) => {
        const map = copyMap(requireMap(value, 'field insertion'));
        for (const { name, read } of insertions) {
          const inserted = read(record, false);
          if (inserted !== undefined) map.set(name, inserted);
        }
        return map;
      },
      applyWithSchema: (_, value, record) => {
        const struct = requireStruct(value, 'field insertion');
        const schema = extended(struct.schema);
        const inserted = new Map(insertions.map(({ name, read }) => [name, read(record, true)]));
        const changed = createStruct(schema, ({ name }) =>
          inserted.has(name)
            ? inserted.get(name)
            : readField(struct, struct.schema.fields.get(name)),
        );
        return { schema, value: changed };
      },
    });
  },
});
