import type { SinkConnector } from '../shared/config/connector.ts';
import { mark, type Resource, type Resources } from './cloudformation.ts';
import { endpointId } from './endpoints.ts';
import { eventSourceMappings } from './event-source-mappings.ts';
import { role, USE_VPC } from './iam.ts';
import { logicalId, PREPARED, roleId } from './logical-id.ts';
import { mappingResource } from './mapping-resource.ts';
import { mappingMode, type Parameters } from './parameters.ts';
import {
  consume,
  findCluster,
  keepBatches,
  produce,
  provideDataStreams,
  readReferences,
  trace,
  writeDocuments,
  writeLogs,
} from './permissions.ts';
import { isIam, readMappingSecret, signIn } from './sign-in.ts';
import { topicId } from './topics.ts';

/** What brings a sink connector's topics to its function, and what both may do. */
export const sinkResources = (connector: SinkConnector, parameters: Parameters): Resources => {
  const prefix = logicalId(connector.name);
  return {
    [roleId(prefix)]: functionRole(connector, parameters),
    ...Object.fromEntries(
      eventSourceMappings(connector).map((mapping) => [
        mappingId(prefix, mapping.topic),
        mappingResource(
          connector,
          mapping,
          parameters,
          neededBy(connector, mapping.topic, parameters),
        ),
      ]),
    ),
  };
};

/** The logical id of the mapping of a topic. */
export const mappingId = (prefix: string, topic: string): string =>
  `${prefix}EventSourceMapping${mark(topic)}`;

/** What a mapping would fail without, but does not refer to. */
const neededBy = (
  { mapping }: SinkConnector,
  topic: string,
  parameters: Parameters,
): readonly string[] => [
  PREPARED,
  ...(parameters.makes.cluster ? [topicId(topic)] : []),
  ...(parameters.makes.network && mappingMode(mapping, parameters) === 'on-demand'
    ? (['lambda', 'sts'] as const).map(endpointId)
    : []),
];

/** A mapping has no role of its own: it takes the function's. */
const functionRole = (connector: SinkConnector, parameters: Parameters): Resource => {
  const { clusterArn, domainArn } = parameters;
  const groups = eventSourceMappings(connector).map(({ consumerGroup }) => consumerGroup);
  return role('lambda.amazonaws.com', [
    writeLogs(logicalId(connector.name)),
    USE_VPC,
    ...findCluster(clusterArn),
    ...(isIam(signIn(connector, parameters))
      ? [
          ...consume(clusterArn, connector.topics, groups),
          ...produce(clusterArn, [connector.errors.deadLetterTopic]),
        ]
      : []),
    ...readMappingSecret(connector, parameters),
    writeDocuments(domainArn),
    ...provideDataStreams(domainArn, connector),
    ...readReferences(connector.references),
    ...keepBatches(connector.mapping.failureBucket),
    ...trace(parameters),
  ]);
};
