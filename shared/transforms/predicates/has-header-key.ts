import { requiredText } from '../../connect/config-keys.ts';
import { refuse } from '../../connect/refused.ts';
import { definePredicate } from './predicate.ts';

export const hasHeaderKey = definePredicate({
  className: 'org.apache.kafka.connect.transforms.predicates.HasHeaderKey',
  doc: 'True where the record has a header of a name.',
  keys: {
    name: requiredText('The name.', (name) => {
      if (name === '') refuse('a name that is not empty');
    }),
  },
  create:
    ({ name }) =>
    ({ headers }) =>
      headers.some(({ key }) => key === name),
});
