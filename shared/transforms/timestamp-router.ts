import { textKey } from '../connect/config-keys.ts';
import { createSimpleDateFormat } from '../connect/java-date-format.ts';
import { refuse } from '../connect/refused.ts';
import { defineTransform } from './transform.ts';

export const timestampRouter = defineTransform({
  className: 'org.apache.kafka.connect.transforms.TimestampRouter',
  doc: "Makes the topic of the topic and the record's timestamp, in UTC.",
  keys: {
    'topic.format': textKey('${topic}-${timestamp}', 'With ${topic} and ${timestamp}.'),
    'timestamp.format': textKey('yyyyMMdd', 'A pattern of SimpleDateFormat.', (pattern) => {
      createSimpleDateFormat(pattern);
    }),
  },
  create: (config) => {
    const format = createSimpleDateFormat(config['timestamp.format']);
    return (record) => {
      const { timestamp, topic } = record;
      if (timestamp === null) return refuse('The record has no timestamp');
      const renamed = config['topic.format']
        .replaceAll(`\${topic}`, () => topic)
        .replaceAll(`\${timestamp}`, () => format(timestamp));
      return { ...record, topic: renamed };
    };
  },
});
