import { describe, expect, it } from 'vitest';
import { checkTopology } from '../../../local/check-topology.ts';
import { aSinkConnector, aSourceConnector } from '../../support/connectors.ts';

const PHONES = { devices: 3 };

describe('checkTopology', () => {
  it('has nothing to say of a source whose topic a sink reads', () => {
    const connectors = [aSourceConnector(), aSinkConnector()];

    expect(checkTopology(connectors, 'c', { ...PHONES, messages: 5 })).toEqual([]);
  });

  it('refuses a folder without connectors, and messages that no phone can publish', () => {
    expect(() => checkTopology([], '/c', PHONES)).toThrow(/no connector in \/c.*CONNECTORS_DIR/);
    expect(() => checkTopology([aSinkConnector()], '/c', { ...PHONES, messages: 5 })).toThrow(
      /no source connector in \/c.*--messages/,
    );
  });

  it('says that phones have nowhere to publish, and which topic nobody reads', () => {
    expect(checkTopology([aSinkConnector()], '/c', PHONES)).toEqual([
      'no source connector: phones publish nothing',
    ]);
    expect(checkTopology([aSourceConnector()], '/c', PHONES)).toEqual([
      'no sink reads phone-data: its messages end in Kafka',
    ]);
  });
});
