import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConnectError } from '../../../shared/connect/errors.ts';
import { sinkRecords } from '../../../shared/sink/msk-event.ts';
import { outcome } from '../../support/outcome.ts';
import { anMskEvent, aSinkRecord } from '../../support/records.ts';

describe('sinkRecords', () => {
  it('reads an event as AWS sends it', () => {
    const event = {
      eventSource: 'aws:kafka',
      eventSourceArn: 'arn:aws:kafka:eu-central-1:123456789012:cluster/demo/abc-1',
      bootstrapServers: 'b-1:9098,b-2:9098',
      records: {
        'phone-data-0': [
          {
            topic: 'phone-data',
            partition: 0,
            offset: 15,
            timestamp: 1545084650987,
            timestampType: 'CREATE_TIME',
            key: 'a2V5',
            value: 'eyJhIjoxfQ==',
            headers: [{ name: [-61, -87] }, { name: [97] }, { other: [] }, { none: null }],
          },
        ],
      },
    };

    expect(sinkRecords(event)).toEqual([
      {
        topic: 'phone-data',
        partition: 0,
        offset: 15,
        timestamp: 1545084650987,
        key: Buffer.from('key'),
        value: Buffer.from('{"a":1}'),
        headers: [
          { key: 'name', value: Buffer.from('é') },
          { key: 'name', value: Buffer.from('a') },
          { key: 'other', value: Buffer.alloc(0) },
          { key: 'none', value: null },
        ],
      },
    ]);
  });

  it.each([
    { what: 'null', raw: { key: null, value: null } },
    { what: 'left out', raw: {} },
  ])('reads a key and value that are $what as nulls', ({ raw }) => {
    const record = { topic: 't', partition: 0, offset: 1, timestamp: 5, headers: [], ...raw };

    const [read] = sinkRecords({ records: { 't-0': [record] } });

    expect(read).toMatchObject({ key: null, value: null });
  });

  it('reads back whatever was put in, of several partitions and topics', () => {
    const bytes = fc.uint8Array({ maxLength: 20 }).map((array) => Buffer.from(array));
    const record = fc.record({
      topic: fc.constantFrom('a', 'a-1', 'b'),
      partition: fc.nat(3),
      offset: fc.nat(),
      timestamp: fc.nat(),
      key: fc.option(bytes),
      value: fc.option(bytes),
      headers: fc.array(fc.record({ key: fc.constantFrom('x', 'y'), value: bytes })),
    });
    fc.assert(
      fc.property(fc.array(record), (records) => {
        const inOrder = [
          ...Map.groupBy(records, ({ topic, partition }) => `${topic}-${partition}`).values(),
        ].flat();

        expect(sinkRecords(anMskEvent(records))).toEqual(inOrder);
      }),
    );
  });

  it('refuses anything else with nothing but a ConnectError', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.record({ records: fc.jsonValue() })), (event) => {
        expect(outcome(() => sinkRecords(event))).toSatisfy(
          (result) => Array.isArray(result) || result instanceof ConnectError,
        );
      }),
    );
  });

  it.each([{ value: 7 }, { value: {} }, { key: ['x'] }, { key: true }])(
    'refuses a key or value of another type: %j',
    (raw) => {
      const record = { topic: 't', partition: 0, offset: 1, timestamp: 5, headers: [], ...raw };

      expect(() => sinkRecords({ records: { 't-0': [record] } })).toThrow(/no base64 text/);
    },
  );

  it('names the coordinates that a record lacks', () => {
    const { offset: _, ...record } = aSinkRecord();

    expect(() => sinkRecords({ records: { 't-0': [record] } })).toThrow(
      /topic, partition and offset/,
    );
  });
});
