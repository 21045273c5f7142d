import { textKey } from '../connect/config-keys.ts';
import { createSimpleDateFormat } from '../connect/java-date-format.ts';
import { refuse } from '../connect/refused.ts';
import { defineTransform } from './transform.ts';

/** Connect's own way, in which a time before 1970 is one like any other. */
const byRecord = (timestamp: number | null): number =>
  timestamp ?? refuse('The record has no timestamp');

export const timestampRouter = defineTransform({
  className: 'org.apache.kafka.connect.transforms.TimestampRouter',
  doc: "Makes the topic of the topic and the record's timestamp, in UTC. A sink's `connectless.index.*` hold here, too.",
  keys: {
    'topic.format': textKey('${topic}-${timestamp}', 'With ${topic} and ${timestamp}.'),
    'timestamp.format': textKey('yyyyMMdd', 'A pattern of SimpleDateFormat.', (pattern) => {
      createSimpleDateFormat(pattern);
    }),
  },
  create: (config, { routing }) => {
    const timeOf = routing ? (time: number | null) => routing.timeOf(time ?? -1) : byRecord;
    const format = createSimpleDateFormat(config['timestamp.format']);
    return (record) => {
      const { timestamp, topic } = record;
      const time = format(timeOf(timestamp), routing?.zone);
      const renamed = config['topic.format']
        .replaceAll(`\${topic}`, () => topic)
        .replaceAll(`\${timestamp}`, () => time);
      return { ...record, topic: renamed };
    };
  },
});
