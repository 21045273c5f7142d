import { requiredList } from '../connect/config-keys.ts';
import { defineTransform } from './transform.ts';

export const dropHeaders = defineTransform({
  className: 'org.apache.kafka.connect.transforms.DropHeaders',
  doc: 'Removes all headers of some names.',
  keys: { headers: requiredList('The names.') },
  create: (config) => {
    const dropped = new Set(config.headers);
    return (record) => ({
      ...record,
      headers: record.headers.filter(({ key }) => !dropped.has(key)),
    });
  },
});
