import type { SinkConnector } from '../../shared/config/connector.ts';
import { mark } from '../cloudformation.ts';
import { type EventSourceMapping, eventSourceMappings } from '../event-source-mappings.ts';
import { functionSettings } from '../function-settings.ts';
import { logicalId } from '../logical-id.ts';
import { mappingMode, type Parameters } from '../parameters.ts';
import { mappingId } from '../sink-resources.ts';
import type { Alarm } from './alarm.ts';
import { functionAlarms } from './function-alarms.ts';
import { letterAlarms } from './letter-alarms.ts';
import { ofConnector, ofGroup, ofMapping } from './metric.ts';

const QUARTER_OF_AN_HOUR_SECONDS = 900;

/** What needs a person on the way from Kafka to OpenSearch. */
export const sinkAlarms = (connector: SinkConnector, parameters: Parameters): readonly Alarm[] => [
  ...functionAlarms(connector, functionSettings(connector).timeoutSeconds),
  ...eventSourceMappings(connector).flatMap((mapping) => [
    lagging(connector, mapping, parameters),
    ...(mappingMode(mapping, parameters) === 'provisioned'
      ? mappingAlarms(connector, mapping)
      : []),
    ...letterAlarms(connector, mapping.topic),
    ...staleness(connector, mapping.topic),
  ]),
];

const lagging = (
  { name }: SinkConnector,
  { topic, consumerGroup }: EventSourceMapping,
  parameters: Parameters,
): Alarm => ({
  id: `${logicalId(name)}Lag${mark(topic)}`,
  metrics: [ofGroup(parameters, consumerGroup, topic)('EstimatedMaxTimeLag')],
  stat: 'Maximum',
  rings: 'above',
  threshold: QUARTER_OF_AN_HOUR_SECONDS,
  periods: 3,
  what: `Records of ${topic} wait for more than a quarter of an hour for ${name}.`,
  todo: 'npx connectless status says whether it is paused, fails, or has too few pollers or partitions.',
});

const mappingAlarms = (
  { name }: SinkConnector,
  { topic, failureBucket }: EventSourceMapping,
): readonly Alarm[] => {
  const prefix = logicalId(name);
  const metric = ofMapping(mappingId(prefix, topic));
  const id = (end: string): string => `${prefix}${end}${mark(topic)}`;
  const one = { stat: 'Sum', rings: 'above', threshold: 0 } as const;
  return [
    {
      ...one,
      id: id('PollingFails'),
      metrics: [metric('PollingErrorCount'), metric('CommitErrorCount')],
      periods: 3,
      what: `The mapping of ${topic} can’t read it or commit its offsets for ${name}.`,
      todo: 'Look at its last result (npx connectless status), the function’s role, and the cluster’s security group.',
    },
    {
      ...one,
      id: id('BatchesDropped'),
      metrics: [metric('DroppedEventCount')],
      what: `The mapping dropped records of ${topic} that never reached OpenSearch through ${name}.`,
      todo: 'One record may be larger than the 6 MB of an invocation; replay the rest with a new connectless.consumer.group.',
    },
    ...(failureBucket === undefined
      ? []
      : [
          {
            ...one,
            id: id('BatchesInBucket'),
            metrics: [metric('OnFailureDestinationDeliveredEventCount')],
            what: `Batches of ${topic} that failed too often for ${name} are in ${failureBucket}.`,
            todo: 'When it is mended, replay them: a new connectless.consumer.group with connectless.consumer.start.',
          } as const,
          {
            ...one,
            id: id('BatchesLost'),
            metrics: [metric('OnFailureDestinationDeliveryErrorCount')],
            what: `Batches of ${topic} that failed too often for ${name} could not be put into ${failureBucket}.`,
            todo: 'Look at the bucket’s policy and key, and replay from the offsets in the function’s log.',
          } as const,
        ]),
  ];
};

const isVersioned = (write: SinkConnector['statements'][number]['write']): boolean =>
  write.operation === 'index' && write.version !== undefined;

/** Only where documents have versions. A replay, too, loses with every write, but stops doing so. */
const staleness = ({ name, statements }: SinkConnector, topic: string): readonly Alarm[] =>
  statements.some(({ source, write }) => source === topic && isVersioned(write))
    ? [
        {
          id: `${logicalId(name)}Stale${mark(topic)}`,
          metrics: [ofConnector(name, topic)('DocumentsStale')],
          stat: 'Sum',
          rings: 'above',
          threshold: 0,
          periods: 12,
          what: `For an hour, writes of ${name} from ${topic} have lost against newer versions.`,
          todo: 'Fine during a replay. After the topic or its cluster was made anew its offsets begin at 0, and every write of a key loses: write into a new index.',
        },
      ]
    : [];
