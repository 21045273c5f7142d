import { describe, expect, it } from 'vitest';
import type { SinkConnector, SourceConnector } from '../../../shared/config/connector.ts';
import {
  connectorOf,
  errorsOf,
  sinkFile,
  sourceFile,
  warningsOf,
} from '../../support/connectors.ts';

const sinkOf = (over: Record<string, unknown>) => connectorOf(sinkFile(over)) as SinkConnector;

describe('Connect’s own keys', () => {
  // Fact sheet 4.2.
  it.each([
    {
      over: {},
      errors: {
        tolerance: 'none',
        tolerates: { refused: false, invalid: false },
        deadLetterTopic: 'a-dead-letters',
        contextHeaders: true,
        drop: false,
        stackTrace: false,
      },
    },
    { over: { 'connectless.errors.drop': 'true' }, errors: { drop: true } },
    {
      over: {
        'errors.tolerance': 'all',
        'errors.deadletterqueue.topic.name': 'letters',
        'errors.deadletterqueue.context.headers.enable': 'false',
        'errors.deadletterqueue.topic.replication.factor': '3',
        'errors.retry.timeout': '-1',
        'errors.retry.delay.max.ms': '60000',
        'errors.log.enable': 'true',
        'errors.log.include.messages': 'true',
        'connectless.errors.stacktrace': 'true',
      },
      errors: {
        tolerance: 'all',
        tolerates: { refused: false, invalid: false },
        deadLetterTopic: 'letters',
        contextHeaders: false,
        drop: false,
        stackTrace: true,
      },
    },
  ])('say what becomes of errant records: $over', ({ over, errors }) => {
    expect(connectorOf(sourceFile(over)).errors).toMatchObject(errors);
    expect(connectorOf(sinkFile(over)).errors).toMatchObject(errors);
  });

  it('have defaults in the worker’s file, errors.* too', () => {
    const worker = 'errors.tolerance=all\nerrors.deadletterqueue.topic.name=letters';

    expect(connectorOf(sinkFile(), worker).errors.deadLetterTopic).toBe('letters');
    expect(
      connectorOf(sinkFile({ 'errors.deadletterqueue.topic.name': 'own' }), worker).errors,
    ).toMatchObject({ tolerance: 'all', deadLetterTopic: 'own' });
    expect(errorsOf(sinkFile(), 'a=1\nerrors.tolerance=some')).toEqual([
      {
        file: 'connect-distributed.properties',
        key: 'errors.tolerance',
        line: 2,
        severity: 'error',
        found: 'some',
        expected: 'one of none, all',
      },
    ]);
  });

  it.each([
    {
      over: {},
      mapping: {
        batchSize: 1000,
        windowSeconds: 1,
        pollers: { min: 1, max: 10 },
        consumerGroup: 'connect-a',
        start: 'earliest',
      },
    },
    { over: { 'tasks.max': 4 }, mapping: { pollers: { min: 1, max: 4 } } },
    { over: { 'tasks.max': 4, 'connectless.pollers.max': 20 }, mapping: { pollers: { max: 20 } } },
    {
      over: { 'tasks.max': 4, 'connectless.pollers.min': 6 },
      mapping: { pollers: { min: 6, max: 6 } },
    },
    { over: { 'consumer.override.max.poll.records': 250 }, mapping: { batchSize: 250 } },
    { over: { 'consumer.override.max.poll.records': 50_000 }, mapping: { batchSize: 4000 } },
    {
      over: { 'consumer.override.max.poll.records': 250, 'connectless.batch.size': 300 },
      mapping: { batchSize: 300 },
    },
    { over: { 'connect.elastic.batch.size': 100 }, mapping: { batchSize: 100 } },
    { over: { 'connectless.batch.window.seconds': 0 }, mapping: { windowSeconds: 0 } },
    { over: { 'consumer.override.group.id': 'g' }, mapping: { consumerGroup: 'g' } },
    {
      over: { 'consumer.override.group.id': 'g', 'connectless.consumer.group': 'h' },
      mapping: { consumerGroup: 'h' },
    },
    { over: { 'consumer.override.auto.offset.reset': 'latest' }, mapping: { start: 'latest' } },
    {
      over: {
        'consumer.override.auto.offset.reset': 'latest',
        'connectless.consumer.start': 'earliest',
      },
      mapping: { start: 'earliest' },
    },
    {
      over: { 'connectless.consumer.start': '2025-04-24T12:00:00Z' },
      mapping: { start: new Date('2025-04-24T12:00:00Z') },
    },
  ])('make the mapping: $over', ({ over, mapping }) => {
    expect(sinkOf(over).mapping).toMatchObject(mapping);
  });

  it.each([
    { over: { 'tasks.max': 0 }, key: 'tasks.max' },
    {
      over: { 'errors.deadletterqueue.topic.name': 'phone-data' },
      key: 'errors.deadletterqueue.topic.name',
    },
    {
      over: { 'errors.deadletterqueue.topic.name': 'a/b' },
      key: 'errors.deadletterqueue.topic.name',
    },
    { over: { 'connectless.batch.size': 10_001 }, key: 'connectless.batch.size' },
    { over: { 'connectless.batch.window.seconds': 301 }, key: 'connectless.batch.window.seconds' },
    {
      over: { 'connectless.pollers.min': 5, 'connectless.pollers.max': 4 },
      key: 'connectless.pollers.min',
    },
    { over: { 'connectless.consumer.start': 'now' }, key: 'connectless.consumer.start' },
    { over: { 'connectless.consumer.start': '2025-13-01' }, key: 'connectless.consumer.start' },
    { over: { 'connectless.mapping.mode': 'sometimes' }, key: 'connectless.mapping.mode' },
    {
      over: { 'connectless.mapping.failure.bucket': 's3://a' },
      key: 'connectless.mapping.failure.bucket',
    },
    { over: { 'connectless.memory.mb': 64 }, key: 'connectless.memory.mb' },
    {
      over: { 'producer.override.partitioner.class': 'a.RoundRobin' },
      key: 'producer.override.partitioner.class',
    },
    {
      over: { 'producer.override.interceptor.classes': 'a.Monitor' },
      key: 'producer.override.interceptor.classes',
    },
    {
      over: { 'errors.tolerance': 'all', 'producer.override.security.protocol': 'TLS' },
      key: 'producer.override.security.protocol',
    },
  ])('refuse $over', ({ over, key }) => {
    expect(errorsOf(sinkFile(over))).toMatchObject([{ key }]);
  });

  it('are the function’s, where they are ours', () => {
    const own = {
      'connectless.memory.mb': 1024,
      'connectless.timeout.seconds': 90,
      'connectless.concurrency': 5,
    };

    expect(connectorOf(sourceFile(own)).function).toEqual({
      memoryMb: 1024,
      timeoutSeconds: 90,
      concurrency: 5,
    });
    expect(connectorOf(sourceFile()).function).toEqual({});
  });

  it('make the topics of a source', () => {
    const creation = (over: Record<string, unknown>) =>
      (connectorOf(sourceFile(over)) as SourceConnector).topicCreation;

    expect(creation({})).toEqual({ byFunction: false, config: {} });
    expect(
      creation({
        'topic.creation.default.partitions': 6,
        'topic.creation.default.replication.factor': '3',
        'topic.creation.default.retention.ms': '86400000',
      }),
    ).toEqual({
      byFunction: true,
      partitions: 6,
      replicationFactor: 3,
      config: { 'retention.ms': '86400000' },
    });
    expect(creation({ 'topic.creation.default.partitions': -1 })).toEqual({
      byFunction: false,
      config: {},
    });
    expect(errorsOf(sourceFile({ 'topic.creation.groups': 'x' }))).toMatchObject([
      { key: 'topic.creation.groups' },
    ]);
  });

  it('make no topics where the worker forbids it, and those of the cluster’s defaults by -1', () => {
    const file = sourceFile({
      'topic.creation.default.partitions': '-1',
      'topic.creation.default.replication.factor': '-1',
    });
    const creation = (worker?: string) =>
      (connectorOf(file, worker) as SourceConnector).topicCreation;

    expect(creation()).toEqual({ byFunction: true, config: {} });
    expect(creation('topic.creation.enable=false')).toEqual({ byFunction: false, config: {} });
  });

  it.each([
    {
      over: {},
      key: 'errors.tolerance',
      found: 'none, the default',
    },
    { over: { 'errors.tolerance': 'none' }, key: 'errors.tolerance', found: 'none' },
    { over: { 'errors.tolerance': 'all' }, key: 'errors.deadletterqueue.topic.name' },
    {
      over: { 'errors.tolerance': 'all', 'connectless.errors.drop': true },
      key: 'connectless.errors.drop',
      found: 'true: records that can’t be used are lost',
    },
  ])('warn of what follows from $over', ({ over, ...fault }) => {
    expect(warningsOf(sinkFile(over))).toEqual([expect.objectContaining(fault)]);
    expect(warningsOf(sourceFile(over))).toEqual([expect.objectContaining(fault)]);
  });

  it.each([
    { type: 'CreateTime', warnings: [] },
    {
      type: 'LogAppendTime',
      warnings: [{ key: 'topic.creation.default.message.timestamp.type', found: 'LogAppendTime' }],
    },
  ])('warn of topics that brokers date: $type', ({ type, warnings }) => {
    const file = sourceFile({
      'errors.tolerance': 'all',
      'errors.deadletterqueue.topic.name': 'letters',
      'topic.creation.default.message.timestamp.type': type,
    });

    expect(warningsOf(file)).toMatchObject(warnings);
  });

  it('warn where nothing is tolerated and so nothing dropped', () => {
    expect(warningsOf(sinkFile({ 'connectless.errors.drop': true }))).toEqual([
      expect.objectContaining({ key: 'errors.tolerance' }),
      expect.objectContaining({ key: 'connectless.errors.drop' }),
    ]);
  });

  it('say that no log holds a record, whatever errors.log.include.messages says', () => {
    const over = {
      'errors.tolerance': 'all',
      'errors.deadletterqueue.topic.name': 'letters',
      'errors.log.enable': true,
      'errors.log.include.messages': 'TRUE',
    };

    expect(warningsOf(sinkFile(over))).toEqual([
      expect.objectContaining({ key: 'errors.log.include.messages' }),
    ]);
  });

  it('name the default topic of dead letters', () => {
    expect(warningsOf(sinkFile({ 'errors.tolerance': 'all' }))[0]?.expected).toContain(
      'a-dead-letters',
    );
  });

  it('have no effect on the other leg, where they are unknown', () => {
    expect(warningsOf(sourceFile({ 'consumer.override.max.poll.records': 5 }))).toContainEqual(
      expect.objectContaining({ key: 'consumer.override.max.poll.records' }),
    );
  });
});
