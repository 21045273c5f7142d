import { ConnectError } from '../connect/errors.ts';
import type { KafkaAdmin } from './kafka-admin.ts';
import type { PlannedCutOver } from './prepare-plan.ts';
import type { Step } from './step.ts';

/**
 * Gives the group of one topic the offsets that the group of several topics has committed, so that the
 * mapping goes on where the worker stopped. What the new group has committed itself is never
 * overwritten, and a group that somebody consumes in is left alone.
 *
 * The step rejects with a ConnectError while somebody consumes in the old group.
 */
export const cutOverStep = (admin: KafkaAdmin, { from, to, topic }: PlannedCutOver): Step => ({
  what: `the cut-over of ${topic} from group ${from} to ${to}`,
  async run() {
    const missing = await missingOffsets(admin, { from, to, topic });
    if (missing.size === 0 || (await admin.hasMembers(to))) return [];
    if (await admin.hasMembers(from))
      throw new ConnectError(
        `the group ${from} still has members: stop the connector on Kafka Connect, then deploy again`,
      );
    // It may have gone on until a moment ago.
    await admin.commit(to, topic, await missingOffsets(admin, { from, to, topic }));
    return [];
  },
});

/** What the old group has committed and the new one has not. */
const missingOffsets = async (
  admin: KafkaAdmin,
  { from, to, topic }: PlannedCutOver,
): Promise<ReadonlyMap<number, string>> => {
  const [old, own] = await Promise.all([admin.committed(from, topic), admin.committed(to, topic)]);
  return new Map([...old].filter(([partition]) => !own.has(partition)));
};
