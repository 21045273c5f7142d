import { describe, expect, it } from 'vitest';
import { connectorFunction, shareOfSources } from '../../../infra/connector-function.ts';
import { aSinkConnector, aSourceConnector } from '../../support/connectors.ts';
import { deployed } from '../../support/deployed.ts';

const parametersWith = async (params: Readonly<Record<string, string>> = {}) =>
  (await deployed({ name: 'one', params })).parameters;

describe('shareOfSources', () => {
  const sources = ['a', 'b', 'c'].map((name) => aSourceConnector({ name }));
  const own = aSourceConnector({ name: 'd', function: { concurrency: 7 } });

  it.each([
    { connectors: sources, sourceConcurrency: '100', share: 33 },
    { connectors: [...sources, own, aSinkConnector()], sourceConcurrency: '100', share: 33 },
    { connectors: sources, sourceConcurrency: '2', share: 1 },
    { connectors: sources, sourceConcurrency: '0', share: 0 },
    { connectors: [own], sourceConcurrency: '100', share: 100 },
  ])('is $share of $sourceConcurrency', async ({ connectors, sourceConcurrency, share }) => {
    expect(shareOfSources(connectors, await parametersWith({ sourceConcurrency }))).toBe(share);
  });
});

describe('connectorFunction', () => {
  it.each([
    { connector: aSourceConnector(), instances: 33 },
    { connector: aSourceConnector({ function: { concurrency: 7 } }), instances: 7 },
    { connector: aSinkConnector(), instances: undefined },
  ])('reserves $instances instances', async ({ connector, instances }) => {
    const { reservedConcurrency } = connectorFunction(connector, await parametersWith(), 33);

    expect(reservedConcurrency).toBe(instances);
  });

  it('gets what its file says', async () => {
    const sink = aSinkConnector({ function: { memoryMb: 1024, timeoutSeconds: 120 } });

    expect(connectorFunction(sink, await parametersWith(), 0)).toMatchObject({
      memorySize: 1024,
      timeout: 120,
    });
  });

  it('reports partial failures to a provisioned mapping alone', async () => {
    const sink = aSinkConnector();
    const environmentWith = async (mappingMode: string) =>
      connectorFunction(sink, await parametersWith({ mappingMode }), 0).environment;

    expect(await environmentWith('provisioned')).toHaveProperty('PARTIAL_BATCH_RESPONSE', 'true');
    expect(await environmentWith('on-demand')).not.toHaveProperty('PARTIAL_BATCH_RESPONSE');
  });

  it('is traced where the stage is', async () => {
    const traced = async (tracing: string) =>
      connectorFunction(aSinkConnector(), await parametersWith({ tracing }), 0).tracing;

    expect(await traced('true')).toBe('Active');
    expect(await traced('false')).toBeUndefined();
  });
});
