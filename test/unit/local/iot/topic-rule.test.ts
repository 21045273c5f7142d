import { describe, expect, it } from 'vitest';
import { type TopicRule, topicRules } from '../../../../infra/topic-rules.ts';
import { evaluateRule } from '../../../../local/iot/topic-rule.ts';
import { mqttMessage } from '../../../../shared/source/iot-event.ts';
import { aSourceConnector } from '../../../support/connectors.ts';
import { APRIL_24 } from '../../../support/records.ts';

const connector = aSourceConnector({ statements: [{ filter: 'phone/#', target: 't' }] });

describe('evaluateRule', () => {
  it('makes of the deployed rule an event that the source reads', () => {
    const [rule] = topicRules(connector) as [TopicRule];
    const payload = Buffer.from([0xff, 0]);
    const event = evaluateRule(rule)({ topic: 'phone/data', payload, receivedAt: APRIL_24 });

    expect(mqttMessage(event)).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      traceId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      topic: 'phone/data',
      filter: 'phone/#',
      payload,
      timestamp: APRIL_24,
    });
  });

  it('has no user properties, as MQTT 3.1.1 has none', () => {
    const [rule] = topicRules({ ...connector, userProperties: ['site', 'unit'] }) as [TopicRule];
    const event = evaluateRule(rule)({
      topic: 'phone/data',
      payload: Buffer.alloc(0),
      receivedAt: APRIL_24,
    });

    expect(mqttMessage(event)).not.toHaveProperty('userProperties');
  });

  it('refuses an expression that it does not know', () => {
    expect(() => evaluateRule({ filter: 'a', select: { x: 'principal()' } })).toThrow(
      'principal()',
    );
  });
});
