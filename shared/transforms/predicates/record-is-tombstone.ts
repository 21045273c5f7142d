import { definePredicate } from './predicate.ts';

export const recordIsTombstone = definePredicate({
  className: 'org.apache.kafka.connect.transforms.predicates.RecordIsTombstone',
  doc: 'True where the value is null.',
  keys: {},
  create:
    () =>
    ({ value }) =>
      value.read().value === null,
});
