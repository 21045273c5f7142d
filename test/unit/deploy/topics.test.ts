import { describe, expect, it } from 'vitest';
import { topicsByHand, topicsStep } from '../../../shared/deploy/topics.ts';
import { fakeKafkaAdmin } from '../../support/fake-kafka-admin.ts';

const LETTERS = {
  name: 'letters',
  partitions: 1,
  config: { 'retention.ms': '1000' },
  lettersOf: ['phones'],
};

describe('topicsStep', () => {
  it('makes what is missing, with what the files say, and nothing else', async () => {
    const { admin, made } = fakeKafkaAdmin({ topics: { there: {} } });
    const phones = { name: 'phones', partitions: 6, config: { 'cleanup.policy': 'delete' } };

    const warnings = await topicsStep(admin, [{ name: 'there', config: {} }, phones]).run();

    expect(warnings).toEqual([]);
    expect(made).toEqual([phones]);
  });

  it.each([
    [{}, String(1_048_588 + 65_536)],
    [{ phones: { 'max.message.bytes': '8388608' } }, String(8_388_608 + 65_536)],
  ])('gives letters room for the largest record and its headers (%#)', async (topics, bytes) => {
    const { admin, made } = fakeKafkaAdmin({ topics });

    await topicsStep(admin, [{ name: 'phones', config: {} }, LETTERS]).run();

    expect(made.at(-1)?.config).toEqual({ 'retention.ms': '1000', 'max.message.bytes': bytes });
  });

  it('gives them room for what a topic is made with at the same time', async () => {
    const { admin, made } = fakeKafkaAdmin();
    const phones = { name: 'phones', config: { 'max.message.bytes': '2000000' } };

    await topicsStep(admin, [phones, LETTERS]).run();

    expect(made.at(-1)?.config).toHaveProperty('max.message.bytes', '2065536');
  });

  it('gives them room where messages alone name their topics', async () => {
    const { admin, made } = fakeKafkaAdmin();

    await topicsStep(admin, [{ ...LETTERS, lettersOf: [] }]).run();

    expect(made[0]?.config).toHaveProperty('max.message.bytes', '1114124');
  });

  it('warns of a topic that the brokers date, and of letters that would not fit', async () => {
    const { admin, made } = fakeKafkaAdmin({
      topics: {
        phones: {
          'message.timestamp.type': 'LogAppendTime',
          'max.message.bytes': '1048588',
        },
        letters: { 'message.timestamp.type': 'CreateTime', 'max.message.bytes': '1048588' },
      },
    });

    const warnings = await topicsStep(admin, [{ name: 'phones', config: {} }, LETTERS]).run();

    expect(warnings).toEqual([
      expect.stringContaining('topic phones has message.timestamp.type=LogAppendTime'),
      expect.stringContaining('topic letters has max.message.bytes=1048588'),
    ]);
    expect(made).toEqual([]);
  });

  it('makes and looks at what it may, and has commands for the rest', async () => {
    const { admin, made } = fakeKafkaAdmin({
      topics: { hidden: {}, dated: { 'message.timestamp.type': 'LogAppendTime' } },
      denied: ['hidden', 'phones'],
    });
    const phones = {
      name: 'phones',
      partitions: 6,
      replicationFactor: 3,
      config: { 'retention.ms': '1000', 'cleanup.policy': "it's compact" },
    };
    const named = ['hidden', 'dated', 'cars'].map((name) => ({ name, config: {} }));

    const findings = await topicsStep(admin, [phones, ...named]).run();

    expect(made.map(({ name }) => name)).toEqual(['cars']);
    expect(findings).toEqual([
      {
        reason: expect.stringMatching(/^topic phones is missing.*TOPIC_AUTHORIZATION_FAILED$/),
        byHand: [
          String.raw`kafka-topics.sh --bootstrap-server "$BROKERS" --command-config admin.properties --create --if-not-exists --topic phones --partitions 6 --replication-factor 3 --config retention.ms=1000 --config 'cleanup.policy=it'\''s compact'`,
        ],
      },
      {
        reason: expect.stringMatching(/^topic hidden: .*TOPIC_AUTHORIZATION_FAILED$/),
        byHand: [
          'kafka-configs.sh --bootstrap-server "$BROKERS" --command-config admin.properties --describe --all --entity-type topics --entity-name hidden',
        ],
      },
      expect.stringContaining('topic dated has message.timestamp.type=LogAppendTime'),
    ]);
  });
});

describe('topicsByHand', () => {
  it('has room for letters in its commands', () => {
    const [, letters] = topicsByHand([{ name: 'phones', config: {} }, LETTERS]);

    expect(letters).toMatchObject({
      reason: 'topic letters has to be there',
      byHand: [expect.stringContaining('--config max.message.bytes=1114124')],
    });
  });
});
