import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { RetriableError } from '../../../shared/connect/errors.ts';
import { createMessageSearch, type SearchedKafka } from '../../../shared/deploy/message-search.ts';
import { fakeKafkaAdmin } from '../../support/fake-kafka-admin.ts';
import { aSinkRecord } from '../../support/records.ts';

const MARKER = randomUUID();
const RECORD = aSinkRecord({ offset: 1, value: Buffer.from(MARKER) });

const OK = { status: 200, body: {} };
const NOTHING = { action: 'find', marker: MARKER, topics: [], groups: [], indices: [] };

type Kafka = { readonly dies?: boolean };

/** Connections one after the other, of which some break at their second question. */
const searchIn = (...connections: readonly Kafka[]) => {
  const closed: number[] = [];
  let opened = 0;
  const kafka = async (): Promise<SearchedKafka> => {
    const number = opened++;
    const { dies = false } = connections[number] ?? {};
    let asked = 0;
    return {
      admin: fakeKafkaAdmin({ committed: { 'g/phone-data': { 0: '2' } } }).admin,
      reader: {
        ends: async () => {
          if (dies && asked++ > 0) throw new Error('the socket was closed');
          return new Map([[0, 2]]);
        },
        read: async (_topic, _partition, offset) => [
          aSinkRecord({ offset }),
          ...(offset === 0 ? [RECORD] : []),
        ],
        close: () => void closed.push(number),
      },
    };
  };
  const search = createMessageSearch({
    kafka,
    openSearch: () => async () => {
      throw new RetriableError('OpenSearch did not answer');
    },
  });
  const ask = () =>
    search({
      action: 'find',
      marker: MARKER,
      topics: [{ topic: 'phone-data', from: {} }],
      groups: [{ group: 'g', topic: 'phone-data' }],
      indices: ['phones'],
    });
  return { ask, closed, opened: () => opened };
};

const FOUND = {
  topics: [
    {
      topic: 'phone-data',
      records: [{ partition: 0, offset: 1, timestamp: RECORD.timestamp }],
      next: { 0: 2 },
      isAtEnd: true,
    },
  ],
  groups: [{ group: 'g', topic: 'phone-data', committed: { 0: 2 } }],
};

describe('createMessageSearch', () => {
  it('answers each question, and leaves a gap where one has no answer yet', async () => {
    expect(await searchIn({}).ask()).toEqual({
      ...FOUND,
      indices: [{ index: 'phones', unknown: 'OpenSearch did not answer', mayHeal: true }],
    });
  });

  it('keeps its connection, and takes another one where it has died meanwhile', async () => {
    const { ask, closed, opened } = searchIn({ dies: true }, {});

    const answers = [await ask(), await ask(), await ask()];

    expect(answers).toMatchObject([FOUND, FOUND, FOUND]);
    expect([opened(), closed]).toEqual([2, [0]]);
  });

  it('takes Kafka that does not answer in time for one that may answer later', async () => {
    const search = createMessageSearch(
      { kafka: () => new Promise(() => undefined), openSearch: () => async () => OK },
      10,
    );

    const answer = await search({ ...NOTHING, topics: [{ topic: 'a' }] });

    expect(answer.topics).toEqual([
      { topic: 'a', unknown: 'Kafka did not answer within 0.01 s', mayHeal: true },
    ]);
  });

  it('connects for no question about Kafka not at all', async () => {
    let isOpened = false;
    const search = createMessageSearch({
      kafka: async () => {
        isOpened = true;
        throw new Error('unneeded');
      },
      openSearch: () => async () => OK,
    });

    const answer = await search({ ...NOTHING, indices: ['phones'] });

    expect(answer).toEqual({ topics: [], groups: [], indices: [{ index: 'phones' }] });
    expect(isOpened).toBe(false);
  });

  it.each([
    { error: new Error('no login'), gap: { unknown: 'Error: no login', mayHeal: false } },
    {
      error: new RetriableError('Kafka: LEADER_NOT_AVAILABLE'),
      gap: { unknown: 'Kafka: LEADER_NOT_AVAILABLE', mayHeal: true },
    },
  ])(
    'says why nothing is known of Kafka, once for each question: $error.message',
    async ({ error, gap }) => {
      const search = createMessageSearch({
        kafka: () => Promise.reject(error),
        openSearch: () => async () => OK,
      });

      const answer = await search({
        ...NOTHING,
        topics: [{ topic: 'a' }],
        groups: [{ group: 'g', topic: 'a' }],
      });

      expect(answer).toEqual({
        topics: [{ topic: 'a', ...gap }],
        groups: [{ group: 'g', topic: 'a', ...gap }],
        indices: [],
      });
    },
  );
});
