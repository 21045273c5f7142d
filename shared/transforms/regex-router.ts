import { refuseKey, requiredText } from '../connect/config-keys.ts';
import { createJavaRegex } from '../connect/java-regex.ts';
import { readChecked } from '../connect/read-config.ts';
import { defineTransform } from './transform.ts';

export const regexRouter = defineTransform({
  className: 'org.apache.kafka.connect.transforms.RegexRouter',
  doc: 'Renames topics that an expression matches as a whole; its first match is what is replaced.',
  keys: {
    regex: requiredText('A Java regular expression.', (pattern) => {
      createJavaRegex(pattern);
    }),
    replacement: requiredText('With $1 and the like for groups.'),
  },
  create: (config) => {
    const regex = createJavaRegex(config.regex);
    const read = readChecked(
      () => ({ value: regex.replaceFirst(config.replacement) }),
      'replacement',
    );
    const replace =
      'value' in read
        ? read.value
        : refuseKey('replacement', read.faults[0]?.expected ?? '', config.replacement);
    // Records of one topic follow each other, so that the last answer is often the next.
    let last = { topic: '', renamed: regex.matches('') ? replace('') : '' };
    return (record) => {
      const { topic } = record;
      if (topic !== last.topic)
        last = { topic, renamed: regex.matches(topic) ? replace(topic) : topic };
      return last.renamed === topic ? record : { ...record, topic: last.renamed };
    };
  },
});
