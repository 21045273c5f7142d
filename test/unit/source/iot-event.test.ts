import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConnectError } from '../../../shared/connect/errors.ts';
import { mqttMessage } from '../../../shared/source/iot-event.ts';
import { outcome } from '../../support/outcome.ts';
import { APRIL_24, anIotEvent } from '../../support/records.ts';

const EVENT = {
  data: '/wD/',
  topic: 'phone/data',
  filter: 'phone/#',
  timestamp: APRIL_24,
  clientId: 'phone-1',
  traceId: 't-1',
  id: 'm-1',
};

describe('mqttMessage', () => {
  it('reads the event of a topic rule', () => {
    expect(mqttMessage(EVENT)).toEqual({
      payload: Buffer.from([0xff, 0x00, 0xff]),
      topic: 'phone/data',
      filter: 'phone/#',
      timestamp: APRIL_24,
      clientId: 'phone-1',
      traceId: 't-1',
      id: 'm-1',
    });
  });

  it.each([{ clientId: 'n/a', traceId: 'n/a' }, { clientId: null }, {}])(
    'leaves out what a message published over HTTP does not have: %j',
    (members) => {
      const { clientId: _, traceId: __, ...rest } = EVENT;

      const message = mqttMessage({ ...rest, ...members });

      expect(message).not.toHaveProperty('clientId');
      expect(message).not.toHaveProperty('traceId');
    },
  );

  it.each([{ data: '' }, { data: undefined }, { data: null }])(
    'makes an empty payload of %j',
    (members) => {
      expect(mqttMessage({ ...EVENT, ...members }).payload).toEqual(Buffer.alloc(0));
    },
  );

  it('reads the user properties that the rule asks for', () => {
    const userProperties = { fleet: ['a', 'b'] };

    expect(mqttMessage({ ...EVENT, userProperties })).toMatchObject({ userProperties });
    expect(mqttMessage(EVENT)).not.toHaveProperty('userProperties');
  });

  it.each([
    { member: 'userProperties', value: 'a' },
    { member: 'userProperties', value: { fleet: 'a' } },
    { member: 'userProperties', value: { fleet: [1] } },
    { member: 'id', value: undefined },
    { member: 'id', value: '' },
    { member: 'topic', value: 7 },
    { member: 'timestamp', value: undefined },
    { member: 'timestamp', value: '2025' },
    { member: 'timestamp', value: -1 },
    { member: 'filter', value: 1 },
    { member: 'data', value: {} },
    { member: 'data', value: '{"a":1}' },
  ])('refuses an event whose $member is $value, naming it', ({ member, value }) => {
    expect(() => mqttMessage({ ...EVENT, [member]: value })).toThrow(member);
  });

  it('refuses anything else with nothing but a ConnectError', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (event) => {
        expect(outcome(() => mqttMessage(event))).toBeInstanceOf(ConnectError);
      }),
    );
  });

  it('gives back the bytes that were published', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const payload = Buffer.from(bytes);

        expect(mqttMessage(anIotEvent({ payload })).payload).toEqual(payload);
      }),
    );
  });
});
