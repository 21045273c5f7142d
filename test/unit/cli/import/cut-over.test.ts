import { describe, expect, it } from 'vitest';
import { cutOverSteps } from '../../../../cli/import/cut-over.ts';
import { checkConnectors } from '../../../../shared/config/check-connectors.ts';
import { aSinkFile, aSourceFile } from '../../../support/connector-files.ts';

const { connectors } = checkConnectors({
  connectors: [
    { file: 'source.json', text: aSourceFile('source', 'INSERT INTO a SELECT * FROM b') },
    { file: 'sink.json', text: aSinkFile('sink', ['a']) },
    { file: 'wide.json', text: aSinkFile('wide', ['a', 'b']) },
    {
      file: 'moved.json',
      text: aSinkFile('moved', ['a'], { 'connectless.consumer.group': 'theirs' }),
    },
    {
      file: 'plain.json',
      text: aSinkFile('plain', ['a'], { 'connect.elastic.kcql': 'INSERT INTO c SELECT * FROM a' }),
    },
  ],
});
const only = (...names: readonly string[]) => connectors.filter(({ name }) => names.includes(name));

const MSK =
  'b-1.x.c2.kafka.eu-central-1.amazonaws.com:9098,b-2.x.c2.kafka.eu-central-1.amazonaws.com:9098';
const ELSEWHERE = 'kafka-1.internal:9092';

const stepsFor = (names: readonly string[], brokers: string): string =>
  cutOverSteps(
    { connectors: only(...names), secrets: [], stores: [] },
    { brokers, hasBridge: true },
  ).join('\n');

describe('cutOverSteps', () => {
  it('stops the sink before the deploy where Kafka stays, so that its group goes on', () => {
    const steps = stepsFor(['source', 'sink'], MSK);

    expect(steps).toMatch(
      /connectors\/sink\/stop.*serverless deploy: .*goes on where connect-sink stopped/s,
    );
    expect(steps).not.toContain('lag 0');
  });

  it('says that the deploy hands offsets over where a mapping has another group than the worker had', () => {
    const steps = stepsFor(['wide'], MSK);

    expect(steps).toContain(
      'goes on where connect-wide stopped, and skips nothing. It gives connect-wide-a, connect-wide-b the offsets of connect-wide.',
    );
  });

  it('lets the sink read to the end where Kafka changes, after the source has stopped', () => {
    const steps = stepsFor(['source', 'sink'], ELSEWHERE);

    expect(steps).toMatch(
      /serverless deploy onto an MSK cluster.*connectors\/source\/stop.*lag 0, PUT \/connectors\/sink\/stop/s,
    );
  });

  it('names the group that the worker has', () => {
    expect(stepsFor(['sink'], ELSEWHERE)).toContain('When group connect-sink has lag 0');
    expect(stepsFor(['moved'], ELSEWHERE)).toContain('When group theirs has lag 0');
  });

  it('warns of ids made of offsets, which begin anew', () => {
    expect(stepsFor(['plain'], ELSEWHERE)).toContain('topic-partition-offset');
    expect(stepsFor(['sink'], ELSEWHERE)).not.toContain('topic-partition-offset');
    expect(stepsFor(['plain'], MSK)).not.toContain('topic-partition-offset');
  });

  it.each([
    [{ protocol: 'SASL_SSL', mechanism: 'SCRAM-SHA-512', isMutual: false }, true],
    [{ protocol: 'SSL', isMutual: true }, true],
    [{ protocol: 'SASL_SSL', mechanism: 'AWS_MSK_IAM', isMutual: false }, false],
    [{ protocol: 'SASL_PLAINTEXT', mechanism: 'PLAIN', isMutual: false }, false],
  ])(
    'names the parameter that keeps %j, where MSK has it and it is not the default: %s',
    (signIn, told) => {
      const steps = cutOverSteps(
        { connectors, secrets: [], stores: [] },
        { hasBridge: false, signIn },
      );

      expect(steps.some((step) => step.includes('--param kafkaSignIn=files'))).toBe(told);
    },
  );

  it('says what is left to do with stores', () => {
    const verdict = { fate: 'open', note: 'x' } as const;
    const store = { file: 'a.json', key: 'k', from: 'f', verdict };

    const steps = cutOverSteps(
      { connectors, secrets: [], stores: [store, { ...store, step: 'by hand' }] },
      { hasBridge: false },
    );

    expect(steps[0]).toBe('by hand');
  });

  it('begins with the secrets, without their values', () => {
    const secrets = [
      { file: 'a.json', secret: 'connectless/a', key: 'x.password', member: 'x.password' },
      { file: 'a.json', secret: 'connectless/a', key: 'sasl.jaas.config', member: 'password' },
    ];

    const [first] = cutOverSteps({ connectors, secrets, stores: [] }, { hasBridge: false });

    expect(first).toBe(
      `aws secretsmanager create-secret --name connectless/a --secret-string '{"x.password":"…","password":"…"}'`,
    );
  });
});
