import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../shared/connect/errors.ts';
import {
  type CustomResourceAnswer,
  createCustomResource,
} from '../../../shared/deploy/custom-resource.ts';
import { aCustomResourceEvent } from '../../support/custom-resource-event.ts';

type Apply = Parameters<typeof createCustomResource>[0]['apply'];

const AN_HOUR = { getRemainingTimeInMillis: () => 3_600_000 };
const NO_TIME = { getRemainingTimeInMillis: () => 0 };
const made: Apply = async () => ({ Brokers: 'b-1:9098' });

/** The one answer that CloudFormation gets. */
const answerTo = async (
  event: Parameters<typeof aCustomResourceEvent>[0],
  apply: Apply,
  context = AN_HOUR,
): Promise<CustomResourceAnswer | undefined> => {
  const answers: CustomResourceAnswer[] = [];
  const handler = createCustomResource({
    apply,
    answer: async (_url, body) => void answers.push(body),
  });
  await handler(aCustomResourceEvent(event), context);
  expect(answers).toHaveLength(1);
  return answers[0];
};

describe('createCustomResource', () => {
  it('answers with what was made and with the ids of the request', async () => {
    expect(await answerTo({ request: 'Create' }, made)).toEqual({
      Status: 'SUCCESS',
      PhysicalResourceId: 'AResource',
      StackId: 'arn:aws:cloudformation:eu-central-1:000000000000:stack/a-stack/1',
      RequestId: 'request-1',
      LogicalResourceId: 'AResource',
      Data: { Brokers: 'b-1:9098' },
    });
  });

  it('keeps the physical id on Update, so that nothing is replaced', async () => {
    const answer = await answerTo({ request: 'Update' }, made);

    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'made-earlier' });
  });

  it('has nothing to do on Delete', async () => {
    const answer = await answerTo({ request: 'Delete' }, () => Promise.reject(new Error('called')));

    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'made-earlier' });
  });

  it.each([
    [
      new ConfigError([{ file: 'cluster', severity: 'error', expected: 'brokers' }]),
      'cluster: expected brokers',
    ],
    [new TypeError('a bug'), 'TypeError: a bug'],
    ['no error at all', 'no error at all'],
    [new Error('x'.repeat(5_000)), `Error: ${'x'.repeat(993)}`],
  ])('answers FAILED with the reason (%#)', async (error, expected) => {
    const answer = await answerTo({}, () => Promise.reject(error));

    expect(answer).toMatchObject({ Status: 'FAILED', Reason: expected });
    expect(answer).not.toHaveProperty('Data');
  });

  it('answers even where the request says less than it should', async () => {
    const answers: CustomResourceAnswer[] = [];
    const handler = createCustomResource({
      apply: () => Promise.reject(new Error('no properties')),
      answer: async (_url, body) => void answers.push(body),
    });
    const { PhysicalResourceId: _, ...event } = {
      PhysicalResourceId: '',
      ...aCustomResourceEvent({ request: 'Update' }),
    };
    // What CloudFormation would not send: no physical id.
    await handler(event as Parameters<typeof handler>[0], AN_HOUR);

    expect(answers).toMatchObject([
      { Status: 'FAILED', PhysicalResourceId: 'AResource', Reason: 'Error: no properties' },
    ]);
  });

  it('answers FAILED to an exception that is thrown, not rejected', async () => {
    const answer = await answerTo({}, () => {
      throw new Error('at once');
    });

    expect(answer).toMatchObject({ Status: 'FAILED', Reason: 'Error: at once' });
  });

  it('answers before its own time is over, and ends what it began', async () => {
    const signals: AbortSignal[] = [];
    const never: Apply = (_properties, signal) => {
      signals.push(signal);
      return new Promise(() => {});
    };

    const answer = await answerTo({}, never, NO_TIME);

    expect(answer).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringContaining('TimeoutError'),
    });
    expect(signals[0]?.aborted).toBe(true);
  });
});
