import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SourceRecord } from '../../../shared/connect/records.ts';
import { batches, topicMessages } from '../../../shared/kafka/messages.ts';

const aRecord = (over: Partial<SourceRecord> = {}): SourceRecord => ({
  topic: 'phone-data',
  key: null,
  value: null,
  headers: [],
  timestamp: 0,
  ...over,
});

const ofBytes = (bytes: number): SourceRecord => aRecord({ value: Buffer.alloc(bytes) });

describe('batches', () => {
  it('keeps every record, in order, in as few batches as their sizes allow', () => {
    const sizes = fc.array(fc.nat(2_000), { maxLength: 30 });
    fc.assert(
      fc.property(sizes, (bytes) => {
        const records = bytes.map(ofBytes);

        const cut = batches(records, 1_000);

        expect(cut.flat()).toEqual(records);
        for (const batch of cut) expect(batch.length === 1 || total(batch) <= 1_000).toBe(true);
        for (const [first, second] of cut.slice(1).map((batch, at) => [cut[at], batch]))
          expect(total([...(first ?? []), ...(second ?? []).slice(0, 1)])).toBeGreaterThan(1_000);
      }),
    );
  });

  it('counts keys and headers too', () => {
    const record = aRecord({
      key: Buffer.alloc(300),
      headers: [{ key: 'a', value: Buffer.alloc(300) }],
    });

    expect(batches([record, record], 1_000)).toEqual([[record], [record]]);
  });

  it('makes none of nothing', () => {
    expect(batches([])).toEqual([]);
  });
});

/** What a record takes beside its bytes, at least by our count. */
const OVERHEAD = 32;

const total = (batch: readonly SourceRecord[]): number =>
  batch.reduce((sum, { value }) => sum + OVERHEAD + (value?.length ?? 0), 0);

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
