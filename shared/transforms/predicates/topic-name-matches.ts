import { requiredText } from '../../connect/config-keys.ts';
import { createJavaRegex } from '../../connect/java-regex.ts';
import { refuse } from '../../connect/refused.ts';
import { definePredicate } from './predicate.ts';

export const topicNameMatches = definePredicate({
  className: 'org.apache.kafka.connect.transforms.predicates.TopicNameMatches',
  doc: "True where an expression matches the whole of the record's topic.",
  keys: {
    pattern: requiredText('A Java regular expression.', (pattern) => {
      if (pattern === '') refuse('an expression that is not empty');
      createJavaRegex(pattern);
    }),
  },
  create: ({ pattern }) => {
    const regex = createJavaRegex(pattern);
    return ({ topic }) => regex.matches(topic);
  },
});
