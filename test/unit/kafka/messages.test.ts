import { describe, expect, it } from 'vitest';
import type { SourceRecord } from '../../../shared/connect/records.ts';
import { topicMessages } from '../../../shared/kafka/messages.ts';

const aRecord = (over: Partial<SourceRecord> = {}): SourceRecord => ({
  topic: 'phone-data',
  key: null,
  value: null,
  headers: [],
  timestamp: 0,
  ...over,
});

describe('topicMessages', () => {
  it('groups by topic, in the order of each', () => {
    const records = [
      aRecord({ topic: 'a', key: Buffer.from('1') }),
      aRecord({ topic: 'b', key: Buffer.from('2') }),
      aRecord({ topic: 'a', key: Buffer.from('3') }),
    ];

    expect(
      topicMessages(records).map(({ topic, messages }) => [
        topic,
        messages.map(({ key }) => `${key}`),
      ]),
    ).toEqual([
      ['a', ['1', '3']],
      ['b', ['2']],
    ]);
  });

  it('takes any header name', () => {
    const [sent] = topicMessages([
      aRecord({ headers: [{ key: '__proto__', value: Buffer.from('v') }] }),
    ]);

    expect(Object.entries(sent?.messages[0]?.headers ?? {})).toEqual([
      ['__proto__', [Buffer.from('v')]],
    ]);
  });
});
