import { GetEventSourceMappingCommand, LambdaServiceException } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../../support/command-line.ts';
import { type DeployedAws, type Deployment, deployedAws } from '../../support/deployed-aws.ts';

let aws: DeployedAws;
beforeEach(() => {
  aws = deployedAws();
});
afterEach(() => aws.restore());

describe('connectless status', () => {
  it('shows each connector in one table, and what they work with', async () => {
    aws.queue.send('{}');

    const { exitCode, stdout } = await runCommand(['status']);

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/mqtt-source +running +enabled +Active +– +3 +–\n/);
    expect(stdout).toMatch(/opensearch-sink +running +– +Active +12 +3 +phone-data: Enabled, OK\n/);
    expect(stdout).toMatch(/failure queue +about 1 messages: npx connectless redrive --dry-run\n/);
    expect(stdout).toMatch(/cluster demo +ACTIVE\n/);
    expect(stdout).toMatch(/domain my-search +Green\n/);
  });

  it.each<{ over: Partial<Deployment>; state: string; exitCode: number }>([
    { over: { ruleDisabled: true }, state: 'needs you', exitCode: 1 },
    { over: { concurrency: 0 }, state: 'paused', exitCode: 0 },
    { over: { concurrency: 7 }, state: 'running', exitCode: 0 },
  ])('calls a source with $over $state', async ({ over, state, exitCode }) => {
    Object.assign(aws.deployment, over);

    const run = await runCommand(['status', '--json']);

    expect(run.exitCode).toBe(exitCode);
    expect(JSON.parse(run.stdout).connectors).toContainEqual(
      expect.objectContaining({ connector: 'mqtt-source', state }),
    );
  });

  it.each([
    { mapping: { State: 'Disabled', LastProcessingResult: 'OK' }, state: 'paused' },
    { mapping: { State: 'Disabling', LastProcessingResult: 'OK' }, state: 'paused' },
    {
      mapping: { State: 'Enabled', LastProcessingResult: 'PROBLEM: Function call failed' },
      state: 'needs you',
    },
  ])('calls a sink with $mapping $state', async ({ mapping, state }) => {
    aws.deployment.mapping = mapping;

    const run = await runCommand(['status', '--json']);

    expect(run.exitCode).toBe(state === 'paused' ? 0 : 1);
    expect(JSON.parse(run.stdout).connectors).toContainEqual(
      expect.objectContaining({ connector: 'opensearch-sink', state }),
    );
  });

  it('exits 1 for a red domain', async () => {
    aws.deployment.health = 'Red';

    expect(await runCommand(['status'])).toMatchObject({ exitCode: 1 });
  });

  it('shows ? for what it may not ask, with the reason', async () => {
    const denied = new LambdaServiceException({
      name: 'AccessDeniedException',
      message: 'not authorized to perform: lambda:GetEventSourceMapping',
      $fault: 'client',
      $metadata: {},
    });
    aws.lambda.on(GetEventSourceMappingCommand).rejects(denied);

    const { stdout } = await runCommand(['status']);

    expect(stdout).toMatch(/opensearch-sink +running +– +Active +12 +3 +\?\n/);
    expect(stdout).toContain('lambda:GetEventSourceMapping');
  });

  it('says of a stage that is not there what to do', async () => {
    const { exitCode, stderr } = await runCommand(['status', '--stage', 'nowhere']);

    expect(exitCode).toBe(1);
    expect(stderr).toContain('npx serverless deploy makes it');
  });
});
