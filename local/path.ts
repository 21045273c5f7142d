import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@opensearch-project/opensearch';
import type { Kafka } from 'kafkajs';
import { connectAsync } from 'mqtt';
import { eventSourceMappings } from '../infra/event-source-mappings.ts';
import { type TopicRule, topicRules } from '../infra/topic-rules.ts';
import type { Connector, SinkConnector, SourceConnector } from '../shared/config/connector.ts';
import { DataError } from '../shared/connect/errors.ts';
import { lastHeader, type SinkRecord } from '../shared/connect/records.ts';
import type { IndexDocument } from '../shared/ports.ts';
import { sinkRecords } from '../shared/sink/msk-event.ts';
import { toDocuments } from '../shared/sink/to-documents.ts';
import { staticTargets } from '../shared/source/target-topic.ts';
import { connectorFunction, type Endpoints } from './functions.ts';
import { evaluateRule } from './iot/topic-rule.ts';
import {
  type AsynchronousInvocation,
  createAsynchronousInvocation,
} from './lambda/asynchronous-invocation.ts';
import type { LambdaFunction } from './lambda/function.ts';
import { refuseTakenGroups } from './msk/consumer-groups.ts';
import { watchDeadLetters } from './msk/dead-letters.ts';
import { startEventSourceMapping } from './msk/event-source-mapping.ts';
import { mskEvent } from './msk/msk-event.ts';
import { watchSearchable } from './searchable.ts';
import type { Tally } from './tally.ts';

type PathOptions = {
  readonly connectors: readonly Connector[];
  readonly connectorsDir: string;
  readonly endpoints: Endpoints;
  readonly kafka: Kafka;
  readonly env: NodeJS.ProcessEnv;
  /** Where failure records go. */
  readonly folder: string;
  readonly tally: Tally;
  readonly onError: (what: string, error: unknown) => void;
  /** Something that a person should know of a connector. */
  readonly report: (what: string, text: string) => void;
  readonly signal: AbortSignal;
};

/** The way of a message, ready: rules subscribed, mappings polling. */
export type Path = {
  /** Events that failed three times and wait for Kafka. */
  failed(): number;
  stop(): Promise<void>;
};

/** Everything that has to be undone, the last first. */
export type Undo = (() => Promise<unknown>)[];

const STOP_TIMEOUT = 5_000;

/** Brings up what a deploy makes of the connector files, on the given servers. */
export const openPath = async (options: PathOptions): Promise<Path> => {
  const { connectors, kafka } = options;
  const sources = connectors.filter((connector) => connector.kind === 'source');
  const sinks = connectors.filter((connector) => connector.kind === 'sink');
  const undo: Undo = [];

  await createTopics(kafka, connectors);
  await refuseTakenGroups(
    kafka,
    sinks.flatMap(eventSourceMappings).map(({ consumerGroup }) => consumerGroup),
    options.signal,
  );
  await watch(options, kafka, undo);
  for (const sink of sinks) await openSink(options, kafka, sink, undo);
  const invocations: AsynchronousInvocation[] = [];
  for (const source of sources) invocations.push(await openSource(options, source, undo));

  return {
    failed: () => invocations.reduce((sum, invocation) => sum + invocation.failed(), 0),
    async stop() {
      for (const step of undo.reverse()) await Promise.race([step(), sleep(STOP_TIMEOUT)]);
    },
  };
};

const fn = (options: PathOptions, connector: Connector, undo: Undo): LambdaFunction => {
  const made = connectorFunction(connector, options.connectorsDir, options.endpoints, options.env);
  undo.push(() => made.stop());
  return made;
};

const openSource = async (
  options: PathOptions,
  source: SourceConnector,
  undo: Undo,
): Promise<AsynchronousInvocation> => {
  const invocation = createAsynchronousInvocation({
    target: fn(options, source, undo),
    failures: join(options.folder, 'failures', source.name),
    onSuccess: (event) => options.tally.acknowledged((event as { id: string }).id),
    onError: (error) => options.onError(source.name, error),
    signal: options.signal,
  });
  for (const rule of topicRules(source)) await openRule(options, rule, invocation, undo);
  return invocation;
};

/** A client for each rule: a broker may hand a message only once to one with overlapping filters. */
const openRule = async (
  { endpoints, tally }: PathOptions,
  rule: TopicRule,
  invocation: AsynchronousInvocation,
  undo: Undo,
): Promise<void> => {
  const evaluate = evaluateRule(rule);
  const client = await connectAsync(endpoints.mqtt);
  undo.push(() => client.endAsync(true));
  client.on('message', (topic, payload) => {
    const event = evaluate({ topic, payload, receivedAt: Date.now() });
    const { id, data } = event as { id: string; data: string };
    tally.fired(id, data);
    invocation.accept(event);
  });
  await client.subscribeAsync(rule.filter, { qos: 1 });
};

const openSink = async (
  options: PathOptions,
  kafka: Kafka,
  sink: SinkConnector,
  undo: Undo,
): Promise<void> => {
  const target = fn(options, sink, undo);
  const locate = toDocuments(sink, Date.now);
  for (const mapping of eventSourceMappings(sink)) {
    const running = await startEventSourceMapping({
      mapping,
      kafka,
      bootstrapServers: options.endpoints.kafka,
      target,
      onSettled(topic, partition, messages) {
        for (const record of sinkRecords(mskEvent([{ topic, partition, messages }], '')))
          options.tally.settled(
            { connector: sink.name, topic, partition, offset: record.offset },
            lastHeader(record.headers, 'message-id')?.value?.toString() ?? '',
            documentsOf(locate, record),
          );
      },
      onError: (error) => options.onError(sink.name, error),
      onStall: (text) => options.report(sink.name, text),
    });
    undo.push(() => running.stop());
  }
};

/** Where a record's documents are to be found; an errant record has none, its letter tells. */
const documentsOf = (
  locate: (record: SinkRecord) => readonly IndexDocument[],
  record: SinkRecord,
): readonly IndexDocument[] | undefined => {
  try {
    return locate(record);
  } catch (error) {
    if (error instanceof DataError) return undefined;
    throw error;
  }
};

/** Follows documents and letters. */
const watch = async (
  { connectors, endpoints, tally, signal }: PathOptions,
  kafka: Kafka,
  undo: Undo,
): Promise<void> => {
  const client = new Client({ node: endpoints.opensearch });
  undo.push(() => client.close());
  void watchSearchable(client, tally, signal);
  const topics = [...new Set(connectors.map(({ errors }) => errors.deadLetterTopic))];
  const letters = await watchDeadLetters(kafka, topics, tally.errant);
  undo.push(() => letters.stop());
};

const PARTITIONS = 3;
const DEFAULT_REPLICATION = -1;
/** A letter is larger than its record by what its headers say. */
const LETTER_TOPIC = [{ name: 'max.message.bytes', value: '2097152' }];

/** Makes the topics that a deploy would, where they are missing. */
const createTopics = async (kafka: Kafka, connectors: readonly Connector[]): Promise<void> => {
  const sources = connectors.filter((connector) => connector.kind === 'source');
  const partitions = new Map(
    sources.flatMap(({ statements, topicCreation }) =>
      staticTargets(statements).map((target) => [target, topicCreation.partitions] as const),
    ),
  );
  const topics = connectors.flatMap((connector) =>
    connector.kind === 'sink' ? connector.topics : [],
  );
  const letters = new Set(connectors.map(({ errors }) => errors.deadLetterTopic));
  const admin = kafka.admin();
  await admin.connect();
  try {
    const existing = new Set(await admin.listTopics());
    const missing = [...new Set([...partitions.keys(), ...topics, ...letters])].filter(
      (topic) => !existing.has(topic),
    );
    await admin.createTopics({
      waitForLeaders: true,
      topics: missing.map((topic) => ({
        topic,
        numPartitions: partitions.get(topic) ?? PARTITIONS,
        replicationFactor: DEFAULT_REPLICATION,
        configEntries: letters.has(topic) ? LETTER_TOPIC : [],
      })),
    });
  } finally {
    await admin.disconnect();
  }
};
