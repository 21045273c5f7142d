import { describe, expect, it } from 'vitest';
import { bridgeConf, bridgeQos } from '../../../../cli/import/mosquitto-bridge.ts';
import { directiveValue, readMosquittoConf } from '../../../../cli/import/mosquitto-conf.ts';

describe('bridgeConf', () => {
  const text = bridgeConf({
    topics: [
      { filter: 'phone/data', qos: 1 },
      { filter: 'phones/+/gps/#', qos: 0 },
    ],
    maxQueuedMessages: '5000',
  });
  const directives = readMosquittoConf(text);

  it('forwards each filter with its quality of service', () => {
    const topics = directives.filter(({ key }) => key === 'topic').map(({ value }) => value);

    expect(topics).toEqual(['phone/data out 1', 'phones/+/gps/# out 0']);
  });

  it('verifies IoT Core by name and keeps messages while it is away', () => {
    expect(directiveValue(directives, 'bridge_insecure')).toBe('false');
    expect(directiveValue(directives, 'cleansession')).toBe('false');
  });

  it('marks what only they know', () => {
    const ours = directives.filter(({ value }) => value.includes('YOUR')).map(({ key }) => key);

    expect(ours).toEqual(['address', 'bridge_certfile', 'bridge_keyfile']);
  });

  it('says what the certificate’s policy has to allow', () => {
    expect(text).toContain('iot:Connect on client/connectless-bridge\n');
    expect(text).toContain('iot:Publish on topic/phones/*/gps/*\n');
  });

  it('names the queue that their broker has', () => {
    expect(text).toContain('max_queued_messages (5000)');
  });
});

describe('bridgeQos', () => {
  it.each([
    ['0', 0],
    ['1', 1],
    ['2', 1],
    [undefined, 1],
  ])('makes %s to %d', (quality, qos) => {
    expect(bridgeQos(quality)).toBe(qos);
  });
});
