import { describe, expect, it } from 'vitest';
import type { SourceStatement } from '../../../shared/config/connector.ts';
import { ConnectError, DataError, RetriableError } from '../../../shared/connect/errors.ts';
import type { SourceRecord } from '../../../shared/connect/records.ts';
import type { ErrantRecordReporter, RecordProducer } from '../../../shared/ports.ts';
import { createSourceTask } from '../../../shared/source/source-task.ts';
import { aSourceConnector } from '../../support/connectors.ts';
import { fakeMetrics, fakeProducer, fakeReporter } from '../../support/fakes.ts';
import { APRIL_24, anMqttMessage } from '../../support/records.ts';

const signal = AbortSignal.timeout(60_000);
const STATEMENTS = [
  { filter: 'phone/data', target: 'phone-data' },
  { filter: 'phone/#', target: 'phones' },
  { filter: 'phone/#', target: 'audit' },
];
const topics = (records: readonly SourceRecord[]) => records.map(({ topic }) => topic);

const taskOf = (
  statements: readonly SourceStatement[],
  producer: RecordProducer,
  reporter: ErrantRecordReporter = fakeReporter(),
) =>
  createSourceTask(aSourceConnector({ statements }), {
    producer,
    reporter,
    now: () => 0,
    metrics: fakeMetrics(),
  });

describe('createSourceTask', () => {
  it('produces the payload unchanged, with key, headers and the time of the rule', async () => {
    const producer = fakeProducer();
    const task = taskOf(STATEMENTS.slice(0, 1), producer);
    const payload = Buffer.from([0, 0xff, 0x7b]);

    await task.put(anMqttMessage({ payload, clientId: 'phone-1', traceId: 't-1' }), signal);

    expect(producer.log).toEqual([
      {
        topic: 'phone-data',
        key: Buffer.from('Struct{topic=phone/data,id=m-1}'),
        value: payload,
        timestamp: APRIL_24,
        headers: [
          { key: 'mqtt-topic', value: Buffer.from('phone/data') },
          { key: 'mqtt-client-id', value: Buffer.from('phone-1') },
          { key: 'message-id', value: Buffer.from('m-1') },
          { key: 'trace-id', value: Buffer.from('t-1') },
        ],
        countedAs: 'phone-data',
      },
    ]);
  });

  it.each([
    { filter: 'phone/data', expected: ['phone-data'] },
    { filter: 'phone/#', expected: ['phones', 'audit'] },
    { filter: undefined, expected: ['phone-data', 'phones', 'audit'] },
  ])('runs the statements of the rule $filter only', async ({ filter, expected }) => {
    const producer = fakeProducer();
    const task = taskOf(STATEMENTS, producer);

    await task.put(anMqttMessage(filter ? { filter } : {}), signal);

    expect(topics(producer.log)).toEqual(expected);
  });

  it.each([{ filter: 'tablet/data' }, { topic: 'tablet/data' }])(
    'rejects a message that no statement is for: %j',
    async (over) => {
      const task = taskOf(STATEMENTS, fakeProducer());

      await expect(task.put(anMqttMessage(over), signal)).rejects.toThrow(ConnectError);
    },
  );

  it('resolves for a message that every expression declines, and says so', async () => {
    const producer = fakeProducer();
    const metrics = fakeMetrics();
    const task = createSourceTask(
      aSourceConnector({ statements: [{ filter: 'phone/#', target: 't', regex: 'phone/\\d+' }] }),
      { producer, reporter: fakeReporter(), now: () => 0, metrics },
    );

    await task.put(anMqttMessage({ filter: 'phone/#', topic: 'phone/1' }), signal);
    await task.put(anMqttMessage({ filter: 'phone/#', topic: 'phone/x' }), signal);

    expect([topics(producer.log), metrics.counts]).toEqual([
      ['t'],
      { 'phone/# MessagesDeclined': 1 },
    ]);
  });

  it.each(['phone/room 1', 'phone/é', '/', `phone/${'x'.repeat(249)}`, '.'])(
    'calls the record errant whose topic Kafka would not take: %s',
    async (topic) => {
      const producer = fakeProducer();
      const reporter = fakeReporter();
      const task = taskOf([{ filter: '#', target: '$' }], producer, reporter);

      await task.put(anMqttMessage({ topic, payload: Buffer.from('x') }), signal);

      expect(producer.log).toEqual([]);
      expect(reporter.letters).toMatchObject([
        {
          error: { stage: 'KAFKA_PRODUCE' },
          record: { value: Buffer.from('x'), countedAs: '$' },
        },
      ]);
    },
  );

  it('reports what Kafka will never take, with the filter it came by, and goes on', async () => {
    const error = new DataError('KAFKA_PRODUCE', 'kafkajs', 'Kafka answered MESSAGE_TOO_LARGE');
    const producer = fakeProducer(({ topic }) => (topic === 'phones' ? error : undefined));
    const reporter = fakeReporter();
    const task = taskOf(STATEMENTS, producer, reporter);

    await task.put(anMqttMessage(), signal);

    expect(topics(producer.log)).toEqual(['phone-data', 'audit']);
    expect(reporter.letters).toHaveLength(1);
    expect(reporter.letters[0]?.record.headers.at(-1)).toEqual({
      key: 'mqtt-filter',
      value: Buffer.from('phone/#'),
    });
  });

  it('keeps a record whose transform fails as a letter, and produces the other statements’', async () => {
    const producer = fakeProducer();
    const reporter = fakeReporter();
    // Bytes are no object, in which a field could be inserted.
    const transforms = {
      transforms: 'site',
      'transforms.site.type': 'org.apache.kafka.connect.transforms.InsertField$Value',
      'transforms.site.static.field': 'site',
      'transforms.site.static.value': 'berlin',
      'transforms.site.predicate': 'audit',
      predicates: 'audit',
      'predicates.audit.type': 'org.apache.kafka.connect.transforms.predicates.TopicNameMatches',
      'predicates.audit.pattern': 'audit',
    };
    const connector = aSourceConnector({ statements: STATEMENTS, transforms });
    const task = createSourceTask(connector, {
      producer,
      reporter,
      metrics: fakeMetrics(),
      now: () => 0,
    });

    await task.put(anMqttMessage(), signal);

    expect(topics(producer.log)).toEqual(['phone-data', 'phones']);
    expect(reporter.letters).toMatchObject([{ error: { stage: 'TRANSFORMATION' } }]);
  });

  it('rejects when Kafka may take it later', async () => {
    const later = new RetriableError('Kafka is away');
    const task = taskOf(
      STATEMENTS,
      fakeProducer(() => later),
    );

    await expect(task.put(anMqttMessage(), signal)).rejects.toBe(later);
  });

  it('rejects when an errant record cannot be kept, and keeps the cause to itself', async () => {
    const never = new DataError('KAFKA_PRODUCE', 'kafkajs', 'too large', { cause: 'a secret' });
    const task = taskOf(
      STATEMENTS,
      fakeProducer(() => never),
      fakeReporter(() => true),
    );

    const rejection = await task.put(anMqttMessage(), signal).catch((error: unknown) => error);
    expect(rejection).toEqual(new DataError('KAFKA_PRODUCE', 'kafkajs', 'too large'));
    expect(rejection).not.toHaveProperty('cause');
  });

  it('writes no letter for a message that will come again', async () => {
    const never = new DataError('KAFKA_PRODUCE', 'kafkajs', 'too large');
    const later = new RetriableError('Kafka is away');
    const reporter = fakeReporter();
    const task = taskOf(
      STATEMENTS,
      fakeProducer(({ topic }) => (topic === 'phone-data' ? never : later)),
      reporter,
    );

    await expect(task.put(anMqttMessage(), signal)).rejects.toBe(later);
    expect(reporter.letters).toEqual([]);
  });
});
