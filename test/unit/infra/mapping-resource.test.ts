import { describe, expect, it } from 'vitest';
import { mappingResource } from '../../../infra/mapping-resource.ts';
import type { MappingConfig } from '../../../shared/config/connector.ts';
import { aSinkConnector } from '../../support/connectors.ts';
import { deployed } from '../../support/deployed.ts';

/** The properties of a mapping with these settings. */
const propertiesOf = async (
  over: Partial<MappingConfig>,
): Promise<Readonly<Record<string, unknown>>> => {
  const { parameters } = await deployed({ name: 'one' });
  const sink = aSinkConnector();
  const mapping = { ...sink.mapping, ...over, topic: 'phone-data' };
  return mappingResource(sink, mapping, parameters, []).Properties;
};

const PROVISIONED = [
  'ProvisionedPollerConfig',
  'FunctionResponseTypes',
  'MaximumRetryAttempts',
  'MaximumRecordAgeInSeconds',
  'BisectBatchOnFunctionError',
  'MetricsConfig',
  'LoggingConfig',
];

describe('mappingResource', () => {
  it('tries for ever where there is no bucket, and says how often where there is one', async () => {
    const without = await propertiesOf({});
    const withBucket = await propertiesOf({ failureBucket: 'failed' });

    expect(without).toMatchObject({ MaximumRetryAttempts: -1 });
    expect(without).not.toHaveProperty('DestinationConfig');
    // With a destination, -1 would silently be 10.
    expect(withBucket['MaximumRetryAttempts']).toBeGreaterThan(100);
    expect(withBucket['DestinationConfig']).toEqual({
      OnFailure: {
        Destination: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::', 'failed']] },
      },
    });
  });

  it('asks a mapping on demand for nothing that only a provisioned one has', async () => {
    const onDemand = Object.keys(await propertiesOf({ mode: 'on-demand' }));

    expect(Object.keys(await propertiesOf({}))).toEqual(expect.arrayContaining(PROVISIONED));
    expect(onDemand.filter((name) => PROVISIONED.includes(name))).toEqual([]);
  });

  it.each([
    { start: 'earliest', expected: { StartingPosition: 'TRIM_HORIZON' } },
    { start: 'latest', expected: { StartingPosition: 'LATEST' } },
    {
      start: new Date('2025-04-24T00:00:00.900Z'),
      expected: { StartingPosition: 'AT_TIMESTAMP', StartingPositionTimestamp: 1_745_452_800 },
    },
  ] as const)('begins at $start', async ({ start, expected }) => {
    expect(await propertiesOf({ start })).toMatchObject(expected);
  });
});
