import type { KafkaMessage } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { resumePoints } from '../../../../local/msk/event-source-mapping.ts';
import { mskEvent, type Slice } from '../../../../local/msk/msk-event.ts';
import { sinkRecords } from '../../../../shared/sink/msk-event.ts';
import { aKafkaMessage } from '../../../support/kafka-messages.ts';

const slice = (topic: string, partition: number, ...messages: KafkaMessage[]): Slice => ({
  topic,
  partition,
  messages,
});
const SLICES = [
  slice('a', 0, aKafkaMessage(5), aKafkaMessage(6)),
  slice('a-1', 2, aKafkaMessage(9)),
];
const failures = (...items: [unknown, unknown][]) => ({
  batchItemFailures: items.map(([partition, offset]) => ({
    itemIdentifier: { partition, offset },
  })),
});

describe('resumePoints', () => {
  it.each([
    { what: 'no failures', answer: failures(), points: [] },
    { what: 'an empty answer', answer: null, points: [] },
    {
      what: 'the lowest of a partition',
      answer: failures(['a-0', 6], ['a-0', 5]),
      points: [['a-0', 5]],
    },
    {
      what: 'several partitions',
      answer: failures(['a-1-2', 9], ['a-0', 6]),
      points: [
        ['a-1-2', 9],
        ['a-0', 6],
      ],
    },
  ])('reads $what', ({ answer, points }) => {
    expect([...(resumePoints(answer, SLICES) ?? [])]).toEqual(points);
  });

  it.each([
    { what: 'a partition that was not delivered', answer: failures(['b-0', 5]) },
    { what: 'an offset that was not delivered', answer: failures(['a-0', 7]) },
    { what: 'an offset as text', answer: failures(['a-0', '5']) },
  ])('fails the whole batch for $what, as Lambda does', ({ answer }) => {
    expect(resumePoints(answer, SLICES)).toBeUndefined();
  });
});

describe('mskEvent', () => {
  it('is read by the sink as it was in Kafka', () => {
    const message = aKafkaMessage(7, {
      key: Buffer.from([0xff]),
      value: null,
      headers: { a: [Buffer.from('é'), Buffer.from('b')], c: Buffer.alloc(0) },
    });

    const [record] = sinkRecords(mskEvent([slice('a', 1, message)], 'b:9092'));

    expect(record).toEqual({
      topic: 'a',
      partition: 1,
      offset: 7,
      timestamp: 1000,
      key: Buffer.from([0xff]),
      value: null,
      headers: [
        { key: 'a', value: Buffer.from('é') },
        { key: 'a', value: Buffer.from('b') },
        { key: 'c', value: Buffer.alloc(0) },
      ],
    });
  });

  it('encodes header bytes as signed numbers', () => {
    const message = aKafkaMessage(7, { headers: { a: Buffer.from('é') } });

    expect(JSON.stringify(mskEvent([slice('a', 1, message)], ''))).toContain('{"a":[-61,-87]}');
  });
});
