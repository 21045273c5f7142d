import { listKey, REPLACE_NULL_WITH_DEFAULT } from '../connect/config-keys.ts';
import { copyMap } from '../connect/json-object.ts';
import { refuse } from '../connect/refused.ts';
import type { Schema } from '../connect/schema.ts';
import { createStruct, fieldReader } from '../connect/struct.ts';
import { perSchema, requireMap, requireStruct, splitBy, structLike } from './requirements.ts';
import { byPresenceOfSchema, definePartTransforms } from './transform.ts';

const parseRenames = (renames: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    renames.map((rename): [string, string] => {
      const [from, to, more] = splitBy(rename, ':');
      if (from === undefined || to === undefined || more !== undefined)
        return refuse('pairs like old:new, by commas');
      return [from, to];
    }),
  );

const KEYS = {
  exclude: listKey('Fields to leave out; goes before include.'),
  include: listKey('The only fields to keep; all where it is empty.'),
  blacklist: listKey("exclude's name before Kafka 3."),
  whitelist: listKey("include's name before Kafka 3."),
  renames: listKey('Pairs old:new.', (renames) => {
    parseRenames(renames);
  }),
  'replace.null.with.default': REPLACE_NULL_WITH_DEFAULT,
};

export const replaceField = definePartTransforms({
  className: 'org.apache.kafka.connect.transforms.ReplaceField',
  doc: 'Leaves out or renames fields at the root.',
  keys: KEYS,
  create: (config) => {
    const exclude = new Set(config.exclude.length > 0 ? config.exclude : config.blacklist);
    const include = new Set(config.include.length > 0 ? config.include : config.whitelist);
    const renames = parseRenames(config.renames);
    const originals = new Map([...renames].map(([from, to]) => [to, from]));
    // In one table, since this is asked of every field: what a name becomes, undefined where the field goes.
    const changes = new Map([
      ...renames,
      ...[...exclude].map((name) => [name, undefined] as const),
    ]);
    const newName = (name: string): string | undefined => {
      if (include.size > 0 && !include.has(name)) return undefined;
      return changes.has(name) ? changes.get(name) : name;
    };
    const readField = fieldReader(config['replace.null.with.default']);
    const reduced = perSchema((schema) =>
      structLike(
        schema,
        [...schema.fields.values()].flatMap((field): [string, Schema][] => {
          const name = newName(field.name);
          return name === undefined ? [] : [[name, field.schema]];
        }),
      ),
    );
    return byPresenceOfSchema({
      applySchemaless: (value) =>
        copyMap(requireMap(value, 'field replacement'), (key) => newName(String(key))),
      applyWithSchema: (_, value) => {
        const struct = requireStruct(value, 'field replacement');
        const schema = reduced(struct.schema);
        const changed = createStruct(schema, ({ name }) => {
          const field = struct.schema.fields.get(originals.get(name) ?? name);
          return field === undefined
            ? refuse('A field is renamed to one that is there already')
            : readField(struct, field);
        });
        return { schema, value: changed };
      },
    });
  },
});
