import { requiredText } from '../connect/config-keys.ts';
import { createSchema } from '../connect/schema.ts';
import { createStruct } from '../connect/struct.ts';
import { perSchema, structLike } from './requirements.ts';
import { definePartTransforms } from './transform.ts';

const NO_BASICS = createSchema('STRUCT');

export const hoistField = definePartTransforms({
  className: 'org.apache.kafka.connect.transforms.HoistField',
  doc: 'Puts the whole into a single field of a new struct or map.',
  keys: { field: requiredText('The field.') },
  create: ({ field }) => {
    const hoisted = perSchema((schema) => structLike(NO_BASICS, [[field, schema]]));
    return ({ schema, value }) => {
      if (schema === null) return { schema, value: new Map([[field, value]]) };
      const made = hoisted(schema);
      return { schema: made, value: createStruct(made, () => value) };
    };
  },
});
