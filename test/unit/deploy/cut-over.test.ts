import { describe, expect, it } from 'vitest';
import { cutOverStep } from '../../../shared/deploy/cut-over.ts';
import { fakeKafkaAdmin } from '../../support/fake-kafka-admin.ts';

const PLANNED = { connector: 'sink', from: 'connect-sink', to: 'connect-sink-a', topic: 'a' };

describe('cutOverStep', () => {
  it('gives the new group what the old one had committed', async () => {
    const { admin, offsets } = fakeKafkaAdmin({
      committed: { 'connect-sink/a': { 0: '42', 1: '7' }, 'connect-sink/b': { 0: '9' } },
    });

    expect(await cutOverStep(admin, PLANNED).run()).toEqual([]);
    expect(offsets.get('connect-sink-a/a')).toEqual(
      new Map([
        [0, '42'],
        [1, '7'],
      ]),
    );
  });

  it('never overwrites what the new group has committed', async () => {
    const { admin, offsets } = fakeKafkaAdmin({
      committed: { 'connect-sink/a': { 0: '42', 1: '7' }, 'connect-sink-a/a': { 0: '100' } },
    });

    await cutOverStep(admin, PLANNED).run();
    await cutOverStep(admin, PLANNED).run();

    expect(offsets.get('connect-sink-a/a')).toEqual(
      new Map([
        [0, '100'],
        [1, '7'],
      ]),
    );
  });

  it('leaves a group alone that a mapping consumes in', async () => {
    const { admin, offsets } = fakeKafkaAdmin({
      members: ['connect-sink-a', 'connect-sink'],
      committed: { 'connect-sink/a': { 0: '42' } },
    });

    expect(await cutOverStep(admin, PLANNED).run()).toEqual([]);
    expect(offsets.has('connect-sink-a/a')).toBe(false);
  });

  it('asks for the worker to be stopped while it still consumes', async () => {
    const { admin, offsets } = fakeKafkaAdmin({
      members: ['connect-sink'],
      committed: { 'connect-sink/a': { 0: '42' } },
    });

    await expect(cutOverStep(admin, PLANNED).run()).rejects.toThrow(
      'the group connect-sink still has members: stop the connector on Kafka Connect',
    );
    expect(offsets.has('connect-sink-a/a')).toBe(false);
  });

  it('has nothing to do where there never was a worker', async () => {
    const { admin, offsets } = fakeKafkaAdmin({ members: ['connect-sink'] });

    expect(await cutOverStep(admin, PLANNED).run()).toEqual([]);
    expect(offsets.size).toBe(0);
  });

  it.each(['connect-sink', 'connect-sink-a'])(
    'has commands where %s is not its own to touch',
    async (group) => {
      const { admin, offsets } = fakeKafkaAdmin({
        committed: { 'connect-sink/a': { 0: '42' } },
        denied: [group],
      });

      const tool =
        'kafka-consumer-groups.sh --bootstrap-server "$BROKERS" --command-config admin.properties';
      expect(await cutOverStep(admin, PLANNED).run()).toEqual([
        {
          reason: expect.stringContaining('GROUP_AUTHORIZATION_FAILED'),
          byHand: [
            `${tool} --group connect-sink --topic a --reset-offsets --to-current --dry-run --export > a.csv`,
            `${tool} --group connect-sink-a --reset-offsets --from-file a.csv --execute`,
          ],
        },
      ]);
      expect(offsets.has('connect-sink-a/a')).toBe(false);
    },
  );

  it('asks nobody for the old group’s offsets once the new one has its own', async () => {
    const { admin } = fakeKafkaAdmin({
      committed: { 'connect-sink-a/a': { 0: '42' } },
      denied: ['connect-sink'],
    });

    expect(await cutOverStep(admin, PLANNED).run()).toEqual([]);
  });
});
