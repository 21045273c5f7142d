import { defineTransform } from './transform.ts';

export const filter = defineTransform({
  className: 'org.apache.kafka.connect.transforms.Filter',
  doc: 'Drops every record; meant to stand behind a predicate.',
  keys: {},
  create: () => () => undefined,
});
