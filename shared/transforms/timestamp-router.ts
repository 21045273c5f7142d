import { textKey } from '../connect/config-keys.ts';
import { createSimpleDateFormat } from '../connect/java-date-format.ts';
import { refuse } from '../connect/refused.ts';
import { defineTransform, type Routing } from './transform.ts';

const BY_RECORD: Routing = {
  zone: 'UTC',
  timeOf: (timestamp) => (timestamp === -1 ? refuse('The record has no timestamp') : timestamp),
};

export const timestampRouter = defineTransform({
  className: 'org.apache.kafka.connect.transforms.TimestampRouter',
  doc: "Makes the topic of the topic and the record's timestamp, in UTC. A sink's `connectless.index.*` hold here, too.",
  keys: {
    'topic.format': textKey('${topic}-${timestamp}', 'With ${topic} and ${timestamp}.'),
    'timestamp.format': textKey('yyyyMMdd', 'A pattern of SimpleDateFormat.', (pattern) => {
      createSimpleDateFormat(pattern);
    }),
  },
  create: (config, { routing: { zone, timeOf } = BY_RECORD }) => {
    const format = createSimpleDateFormat(config['timestamp.format']);
    return (record) => {
      const { timestamp, topic } = record;
      const time = format(timeOf(timestamp ?? -1), zone);
      const renamed = config['topic.format']
        .replaceAll(`\${topic}`, () => topic)
        .replaceAll(`\${timestamp}`, () => time);
      return { ...record, topic: renamed };
    };
  },
});
