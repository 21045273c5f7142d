import { describe, expect, it } from 'vitest';
import { nameFaults } from '../../../infra/check-names.ts';
import type { SinkConnector } from '../../../shared/config/connector.ts';
import { aSinkConnector } from '../../support/connectors.ts';

const aSink = (name: string, topics: readonly string[] = ['phone-data']): SinkConnector =>
  aSinkConnector({ name, topics });

const found = (...connectors: readonly SinkConnector[]): readonly (string | undefined)[] =>
  nameFaults(connectors, 'dev').map((fault) => fault.found);

describe('nameFaults', () => {
  it('has nothing against names of letters, digits and punctuation', () => {
    expect(found(aSink('opensearch-sink'), aSink('phones.v2', ['a', 'b']))).toEqual([]);
  });

  it('has room for a name as long as Lambda takes it', () => {
    expect(found(aSink('x'.repeat(48)))).toEqual([]);
    expect(found(aSink('x'.repeat(49)))).toEqual(['x'.repeat(49)]);
  });

  it.each(['bootstrap-brokers', '-'])('refuses %s, which names no function of its own', (name) => {
    expect(found(aSink(name))).toEqual([name]);
  });

  it('refuses names whose consumer groups would be one', () => {
    const sinks = [aSink('phones', ['data', 'raw']), aSink('phones-data', ['other'])];

    expect(found(...sinks)).toEqual(['connect-phones-data']);
  });

  it.each(['all*phones', 'a b', 'käse'])('refuses the consumer group of %s', (name) => {
    expect(found(aSink(name))).toEqual([`connect-${name}`]);
  });

  it('refuses a consumer group that is too long', () => {
    expect(found(aSink('a', ['t'.repeat(192), 'u']))).toEqual([`connect-a-${'t'.repeat(192)}`]);
  });
});
