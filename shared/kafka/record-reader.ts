import type { KafkaJSError, KafkaJSProtocolError } from 'kafkajs';
import { ConnectError, RetriableError } from '../connect/errors.ts';
import { fetchedRecord } from '../connect/fetched-record.ts';
import type { RecordReader } from '../deploy/record-reader.ts';
import type { ClusterClient } from './client.ts';
import { kafkaAnswer } from './kafka-answer.ts';

/** A fetch has so much at most, but for a batch that is larger. */
const FETCH_BYTES = 4_194_304;

/** Kafka's words for what a transaction has not committed yet, too, and for the next offset to be written. */
const READ_UNCOMMITTED = 0;
const LATEST = -1;

/** By partition the id of its leader. */
type Leaders = ReadonlyMap<number, string>;

/** kafkajs' cluster behind the port; connects at the first call. */
export const createRecordReader = ({ cluster, drop }: ClusterClient): RecordReader => {
  let connected: Promise<void> | undefined;
  const leadersOf = new Map<string, Leaders>();
  const reader: RecordReader = {
    async ends(topic) {
      connected ??= cluster.connect();
      await connected;
      // Asked anew each time: a topic may be new, or have other leaders.
      const leaders = await askLeaders(cluster, topic);
      leadersOf.set(topic, leaders);
      const byLeader = Map.groupBy(leaders, ([, leader]) => leader);
      const ends = await Promise.all(
        [...byLeader].map(([leader, led]) =>
          askEnds(
            cluster,
            leader,
            topic,
            led.map(([partition]) => partition),
          ),
        ),
      );
      return new Map(ends.flat());
    },
    async read(topic, partition, offset) {
      const broker = await cluster.findBroker({
        nodeId: leadersOf.get(topic)?.get(partition) ?? '',
      });
      const { responses } = await broker.fetch({
        // Only what is there: who asks comes again.
        maxWaitTime: 0,
        isolationLevel: READ_UNCOMMITTED,
        maxBytes: FETCH_BYTES,
        topics: [
          { topic, partitions: [{ partition, fetchOffset: `${offset}`, maxBytes: FETCH_BYTES }] },
        ],
      });
      return (
        responses
          .flatMap(({ partitions }) => partitions)
          .flatMap(({ messages }) => messages)
          .map((message) => fetchedRecord(topic, partition, message))
          // A batch comes as a whole, what lies before the offset included.
          .filter((record) => record.offset >= offset)
      );
    },
    close: drop,
  };
  return {
    ends: (topic) => kafkaAnswer(reader.ends(topic)),
    read: (topic, partition, offset) =>
      kafkaAnswer(reader.read(topic, partition, offset)).catch((error) => {
        if ((error as KafkaJSError).name !== 'KafkaJSNotImplemented') throw error;
        throw new ConnectError(
          `${topic}-${partition} has records from offset ${offset} on, and they can't be read here: ${error.message}`,
          { cause: error },
        );
      }),
    close: reader.close,
  };
};

type Cluster = ClusterClient['cluster'];

const askLeaders = async (cluster: Cluster, topic: string): Promise<Leaders> => {
  try {
    const metadata = await cluster.metadata({ topics: [topic] });
    // So kafkajs says that it has asked every broker, and each has failed.
    if (metadata === null) throw new RetriableError(`Kafka: no broker answers for ${topic}`);
    return new Map(
      metadata.topicMetadata
        .flatMap(({ partitionMetadata }) => partitionMetadata)
        .map(({ partitionId, leader }) => [partitionId, `${leader}`]),
    );
  } catch (error) {
    if ((error as KafkaJSProtocolError).type === 'UNKNOWN_TOPIC_OR_PARTITION') return new Map();
    throw error;
  }
};

const askEnds = async (
  cluster: Cluster,
  leader: string,
  topic: string,
  led: readonly number[],
): Promise<readonly (readonly [number, number])[]> => {
  const broker = await cluster.findBroker({ nodeId: leader });
  const { responses } = await broker.listOffsets({
    isolationLevel: READ_UNCOMMITTED,
    topics: [{ topic, partitions: led.map((partition) => ({ partition, timestamp: LATEST })) }],
  });
  return responses
    .flatMap(({ partitions }) => partitions)
    .map(({ partition, offset }) => [partition, Number(offset)]);
};
