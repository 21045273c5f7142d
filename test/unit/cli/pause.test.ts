import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../../support/command-line.ts';
import { type DeployedAws, deployedAws } from '../../support/deployed-aws.ts';
import { anInvocationRecord } from '../../support/failure-records.ts';

let aws: DeployedAws;
beforeEach(() => {
  aws = deployedAws();
  aws.lambda.on(InvokeCommand).resolves({ StatusCode: 200 });
});
afterEach(() => aws.restore());

describe('connectless pause and resume', () => {
  it.each([[undefined], [7]])('give a source its concurrency %s back', async (before) => {
    aws.deployment.concurrency = before;

    const paused = await runCommand(['pause', 'mqtt-source']);
    const whilePaused = aws.deployment.concurrency;
    const again = await runCommand(['pause', 'mqtt-source']);
    const resumed = await runCommand(['resume', 'mqtt-source', '--no-redrive']);

    expect([paused.exitCode, again.exitCode, resumed.exitCode]).toEqual([0, 0, 0]);
    expect(whilePaused).toBe(0);
    expect(again.stdout).toContain('was paused already');
    expect(aws.deployment).toMatchObject({ tags: {} });
    expect(aws.deployment.concurrency).toBe(before);
  });

  it('give a source that was paused by hand what the stack’s template reserves', async () => {
    aws.deployment.concurrency = 0;

    const { exitCode } = await runCommand(['resume', 'mqtt-source', '--no-redrive']);

    expect(exitCode).toBe(0);
    expect(aws.deployment.concurrency).toBe(100);
  });

  it('brings back what has come meanwhile', async () => {
    await runCommand(['pause', 'mqtt-source']);
    aws.queue.send(anInvocationRecord({ id: 'm-1', timestamp: Date.now() }));

    const { exitCode, stdout } = await runCommand(['resume', 'mqtt-source']);

    expect(exitCode).toBe(0);
    expect(stdout).toContain('redriven 1 of 1 message');
    expect(aws.queue.bodies()).toEqual([]);
  });

  it('leaves alone what was not paused', async () => {
    aws.deployment.concurrency = 7;

    const { stdout } = await runCommand(['resume', 'mqtt-source', '--no-redrive']);

    expect(stdout).toContain('was not paused');
    expect(aws.deployment.concurrency).toBe(7);
  });

  it('disable and enable a sink’s mappings', async () => {
    await runCommand(['pause', 'opensearch-sink']);
    const whilePaused = aws.deployment.mapping.State;
    const { exitCode } = await runCommand(['resume', 'opensearch-sink']);

    expect(exitCode).toBe(0);
    expect([whilePaused, aws.deployment.mapping.State]).toEqual(['Disabling', 'Enabling']);
  });

  it('name the connectors that there are', async () => {
    const { exitCode, stderr } = await runCommand(['pause', 'nobody']);

    expect(exitCode).toBe(1);
    expect(stderr).toContain('there: opensearch-sink, mqtt-source');
  });
});
