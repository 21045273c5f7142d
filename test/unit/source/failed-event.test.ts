import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConnectError } from '../../../shared/connect/errors.ts';
import { failedEvent, type Origins } from '../../../shared/source/failed-event.ts';
import { mqttMessage } from '../../../shared/source/iot-event.ts';
import { anInvocationRecord, aRuleRecord } from '../../support/failure-records.ts';
import { anIotEvent } from '../../support/records.ts';

const RULE = 'connectless_dev_mqtt_source_phone_data_1a2b3c4d';
const SENT_AT = Date.UTC(2025, 3, 24, 12, 5);
const ORIGINS: Origins = {
  rules: new Map([[RULE, { connector: 'mqtt-source', filter: 'phone/data' }]]),
  functions: new Map([['connectless-dev-mqttSource', 'mqtt-source']]),
};
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const read = (body: string, over: { readonly id?: string; readonly sentAt?: number } = {}) =>
  failedEvent({ body, id: 'q-1', sentAt: SENT_AT, ...over }, ORIGINS);

const thrownBy = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return error;
  }
};

describe('failedEvent', () => {
  it('keeps an event that Lambda gave up on as it was', () => {
    const record = anInvocationRecord({ id: 'm-7', clientId: 'phone-1', traceId: 't-1' });

    expect(read(record)).toEqual({
      connector: 'mqtt-source',
      event: anIotEvent({ id: 'm-7', clientId: 'phone-1', traceId: 't-1' }),
    });
  });

  it('makes the event anew that a rule could not hand over', () => {
    const payload = Buffer.from([0, 0xff, 0x7b]);

    const { connector, event } = read(aRuleRecord({ ruleName: RULE, payload, traceId: 't-9' }));

    expect(connector).toBe('mqtt-source');
    expect(mqttMessage(event)).toEqual({
      id: expect.stringMatching(UUID),
      topic: 'phone/data',
      filter: 'phone/data',
      payload,
      timestamp: SENT_AT,
      clientId: 'phone-1',
      traceId: 't-9',
    });
  });

  it('gives a message the same id however often and whenever it is read, and another rule’s another one', () => {
    const other = `${RULE}9`;
    const origins: Origins = {
      ...ORIGINS,
      rules: new Map([...ORIGINS.rules, [other, { connector: 'two', filter: 'phone/#' }]]),
    };
    const idOf = (ruleName: string, id: string, traceId?: string) =>
      failedEvent(
        {
          body: aRuleRecord({ ruleName, ...(traceId !== undefined && { traceId }) }),
          id,
          sentAt: SENT_AT,
        },
        origins,
      ).event['id'];

    expect(idOf(RULE, 'q-1', 't')).toBe(idOf(RULE, 'q-2', 't'));
    expect(idOf(RULE, 'q-1', 't')).not.toBe(idOf(other, 'q-1', 't'));
    expect(idOf(RULE, 'q-1', 't')).not.toBe(idOf(RULE, 'q-1', 'u'));
  });

  it('takes the queue’s own id for a message without a trace', () => {
    const body = aRuleRecord({ ruleName: RULE, traceId: '' });

    expect(read(body, { id: 'q-1' }).event['id']).toBe(read(body, { id: 'q-1' }).event['id']);
    expect(read(body, { id: 'q-1' }).event['id']).not.toBe(read(body, { id: 'q-2' }).event['id']);
    expect(read(body).event).not.toHaveProperty('traceId');
  });

  it('makes the id as RFC 9562 makes version 5', () => {
    // The RFC's algorithm, step by step, on our namespace.
    const hash = createHash('sha1')
      .update(Buffer.from('5b1f3c0e7c1f4d0d9a6c0a4c3f1e8d27', 'hex'))
      .update(`${RULE}\nt-9`)
      .digest('hex');

    const id = String(read(aRuleRecord({ ruleName: RULE, traceId: 't-9' })).event['id']);

    expect(id).toMatch(UUID);
    expect(id.slice(0, 13)).toBe(`${hash.slice(0, 8)}-${hash.slice(8, 12)}`);
    expect(id.slice(-12)).toBe(hash.slice(20, 32));
  });

  it.each([
    ['no JSON', 'secret words', 'not JSON'],
    ['no object', '[1]', 'neither'],
    ['null', 'null', 'neither'],
    ['another rule’s', aRuleRecord({ ruleName: 'others' }), 'of the rule others'],
    ['another function’s', anInvocationRecord({}, 'others'), 'of the function others'],
    [
      'a batch that a mapping gave up on',
      JSON.stringify({ requestContext: { functionArn: 'a' }, KafkaBatchInfo: { batchSize: 4 } }),
      'neither',
    ],
    [
      'an event that no rule has made',
      JSON.stringify({
        requestContext: { functionArn: 'a:b:c:d:e:f:connectless-dev-mqttSource:g' },
        requestPayload: { secret: 'words' },
      }),
      'no topic rule',
    ],
    [
      'a rule’s without topic',
      JSON.stringify({ ruleName: RULE, base64OriginalPayload: 'eA==' }),
      'topic',
    ],
  ])('refuses %s', (_, body, reason) => {
    expect(() => read(body)).toThrow(reason);
  });

  it('never quotes what it can’t read, and throws nothing else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const thrown = thrownBy(() => read(`${text}SECRET`));
        expect(thrown).toBeInstanceOf(ConnectError);
        expect(String(thrown)).not.toContain('SECRET');
      }),
    );
  });

  it('fits into the smallest message that SQS ever took, with the largest that IoT Core takes', () => {
    const payload = Buffer.alloc(128 * 1024, 0xff);
    const topic = 'x'.repeat(256);

    for (const body of [
      aRuleRecord({ ruleName: RULE, payload, topic }),
      anInvocationRecord({ payload, topic }),
    ])
      expect(Buffer.byteLength(body)).toBeLessThan(256 * 1024);
  });
});
