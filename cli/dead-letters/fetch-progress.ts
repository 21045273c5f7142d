import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import { isReplayed, type Progress, readProgress } from './progress.ts';
import type { PartitionEnds } from './read-letters.ts';

/** Where it is remembered. */
export const groupOf = (topic: string): string => `connectless-replay-${topic}`;

/** What runs before have replayed; what Kafka has deleted meanwhile is nobody's to replay. */
export const fetchProgress = async (
  kafka: Kafka,
  topic: string,
  ends: readonly PartitionEnds[],
): Promise<ReadonlyMap<number, Progress>> => {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const [found] = await patiently(() =>
      admin.fetchOffsets({ groupId: groupOf(topic), topics: [topic] }),
    );
    const commits = new Map((found?.partitions ?? []).map((each) => [each.partition, each]));
    return new Map(
      ends.map(({ partition, low }) => {
        const { offset = '-1', metadata = null } = commits.get(partition) ?? {};
        const { next, ranges } = readProgress(offset, metadata);
        return [
          partition,
          { next: Math.max(next, low), ranges: ranges.filter(([, to]) => to > low) },
        ];
      }),
    );
  } finally {
    await admin.disconnect();
  }
};

/** Whether the letter at a position has been replayed. */
export const wasReplayed = (
  progress: ReadonlyMap<number, Progress>,
  { partition, offset }: { readonly partition: number; readonly offset: number },
): boolean => isReplayed(progress.get(partition) ?? { next: 0, ranges: [] }, offset);

/** Waits before further tries. */
const DELAYS = [200, 500, 1_000, 2_000, 5_000];
/** Of a broker that has just started, or has just taken over. */
const SOON: ReadonlySet<unknown> = new Set([
  'GROUP_LOAD_IN_PROGRESS',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR_FOR_GROUP',
]);

/** kafkajs does not wait for a group's coordinator here. */
const patiently = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (const delay of DELAYS)
    try {
      return await ask();
    } catch (error) {
      if (!SOON.has(Object(error).type)) throw error;
      await sleep(delay);
    }
  return ask();
};
