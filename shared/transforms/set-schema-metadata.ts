import { intKey, REPLACE_NULL_WITH_DEFAULT, refuseKey, textKey } from '../connect/config-keys.ts';
import { refuse } from '../connect/refused.ts';
import { createStruct, fieldReader } from '../connect/struct.ts';
import { isStruct } from '../connect/value.ts';
import { perSchema } from './requirements.ts';
import { definePartTransforms } from './transform.ts';

export const setSchemaMetadata = definePartTransforms({
  className: 'org.apache.kafka.connect.transforms.SetSchemaMetadata',
  doc: "Sets the schema's name, version or both.",
  keys: {
    'schema.name': textKey(null, 'Name to set.'),
    'schema.version': intKey(null, 'Version to set.'),
    'replace.null.with.default': REPLACE_NULL_WITH_DEFAULT,
  },
  create: (config) => {
    const name = config['schema.name'];
    const version = config['schema.version'];
    if (name === null && version === null)
      refuseKey('schema.name', 'a value for schema.name or schema.version');
    const readField = fieldReader(config['replace.null.with.default']);
    const updated = perSchema((schema) => ({
      ...schema,
      name: name ?? schema.name,
      version: version ?? schema.version,
    }));
    return (data) => {
      if (data.schema === null)
        return data.value === null ? data : refuse('Updating schema metadata needs a schema');
      const schema = updated(data.schema);
      const { value } = data;
      if (!isStruct(value)) return { schema, value };
      return { schema, value: createStruct(schema, (field) => readField(value, field)) };
    };
  },
});
