import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, Kafka } from 'kafkajs';
import { LocalRunError } from '../servers/local-run-error.ts';

/** A run that was killed leaves its members for as long as their sessions last. */
const PATIENCE = 20_000;
const INTERVAL = 1_000;

/**
 * Refuses consumer groups that others are in: two runs would share the partitions of a topic, and each would wait for
 * messages that the other has.
 *
 * Rejects with a LocalRunError that names them
 */
export const refuseTakenGroups = async (
  kafka: Kafka,
  groups: readonly string[],
  signal: AbortSignal,
  patience = PATIENCE,
): Promise<void> => {
  if (groups.length === 0) return;
  const admin = kafka.admin();
  await admin.connect();
  try {
    const giveUpAt = Date.now() + patience;
    let taken = await takenOf(admin, groups);
    while (taken.length > 0 && Date.now() < giveUpAt) {
      await sleep(INTERVAL, undefined, { signal });
      taken = await takenOf(admin, groups);
    }
    if (taken.length > 0)
      throw new LocalRunError(
        `Somebody else is in the consumer group ${taken.join(' and ')}, another local run or a deployed sink. Two would share the messages: end the other one, or take another Kafka (KAFKA_BROKERS).`,
      );
  } finally {
    await admin.disconnect();
  }
};

const takenOf = async (admin: Admin, groups: readonly string[]): Promise<readonly string[]> => {
  const described = await admin.describeGroups([...groups]);
  return described.groups.filter(({ members }) => members.length > 0).map(({ groupId }) => groupId);
};
