import { within } from '../connect/deadline.ts';
import { RetriableError } from '../connect/errors.ts';
import {
  type FindMessage,
  type FoundMessage,
  findMessage,
  type Known,
  type Offsets,
} from './find-message.ts';
import type { KafkaAdmin } from './kafka-admin.ts';
import type { OpenSearchApi } from './open-search-api.ts';
import { reasonOf } from './reason.ts';
import type { RecordReader } from './record-reader.ts';
import { searchDocument } from './search-document.ts';
import { searchRecords } from './search-records.ts';

/** Kafka as far as a message is followed there. */
export type SearchedKafka = {
  readonly admin: Pick<KafkaAdmin, 'committed' | 'close'>;
  readonly reader: RecordReader;
};

/** What Kafka answers. */
type Places = Omit<FoundMessage, 'indices'>;

type Ports = {
  /** For as long as the signal lasts. */
  openSearch(signal: AbortSignal): OpenSearchApi;
  kafka(): Promise<SearchedKafka>;
};

/** Who asks looks at several hops at once: one that does not answer must not hide the others. */
const LIMIT = 8_000;

/**
 * Answers where a marked message is. One hop that can't be known leaves the others. The connection to
 * Kafka stays for the next question, so that looking often costs brokers nothing.
 *
 * Rejects with a ConnectError for an event that asks for nothing
 */
export const createMessageSearch = (
  { openSearch, kafka }: Ports,
  limit = LIMIT,
): ((event: unknown) => Promise<FoundMessage>) => {
  let open: Promise<SearchedKafka> | undefined;

  const askKafka = async (question: FindMessage): Promise<Places> => {
    if (question.topics.length + question.groups.length === 0) return { topics: [], groups: [] };
    const isReused = open !== undefined;
    open ??= kafka();
    const current = open;
    const answer = await answerOf(current, question, limit);
    if (!hasGap(answer)) return answer;
    open = undefined;
    void current.then(close, () => undefined);
    // A connection that was kept may have died while the function was frozen.
    return isReused ? askKafka(question) : answer;
  };

  const askOpenSearch = ({ indices, marker }: FindMessage): Promise<FoundMessage['indices']> =>
    Promise.all(
      indices.map(async (index) => ({
        index,
        ...(await known(() =>
          searchDocument(openSearch(AbortSignal.timeout(limit)), index, marker),
        )),
      })),
    );

  return async (event) => {
    const question = findMessage(event);
    const [places, indices] = await Promise.all([askKafka(question), askOpenSearch(question)]);
    return { ...places, indices };
  };
};

const answerOf = async (
  kafka: Promise<SearchedKafka>,
  { topics, groups, marker }: FindMessage,
  limit: number,
): Promise<Places> => {
  const signal = AbortSignal.timeout(limit);
  const ask = <T extends object>(question: (of: SearchedKafka) => Promise<T>): Promise<Known<T>> =>
    known(async () => {
      try {
        return await within(signal, kafka.then(question));
      } catch (error) {
        if (error !== signal.reason) throw error;
        throw new RetriableError(`Kafka did not answer within ${limit / 1_000} s`, {
          cause: error,
        });
      }
    });
  const [foundTopics, foundGroups] = await Promise.all([
    Promise.all(
      topics.map(async (question) => ({
        topic: question.topic,
        ...(await ask(({ reader }) => searchRecords(reader, question, marker))),
      })),
    ),
    Promise.all(
      groups.map(async ({ group, topic }) => ({
        group,
        topic,
        ...(await ask(async ({ admin }) => ({
          committed: toNumbers(await admin.committed(group, topic)),
        }))),
      })),
    ),
  ]);
  return { topics: foundTopics, groups: foundGroups };
};

const toNumbers = (offsets: ReadonlyMap<number, string>): Offsets =>
  Object.fromEntries([...offsets].map(([partition, offset]) => [partition, Number(offset)]));

/** Any error is an answer here, a bug's too. */
const known = async <T extends object>(question: () => Promise<T>): Promise<Known<T>> => {
  try {
    return await question();
  } catch (error) {
    return { unknown: reasonOf(error), mayHeal: error instanceof RetriableError };
  }
};

const hasGap = ({ topics, groups }: Places): boolean =>
  [...topics, ...groups].some((answer) => 'unknown' in answer);

const close = ({ admin, reader }: SearchedKafka): void => {
  reader.close();
  void admin.close();
};
