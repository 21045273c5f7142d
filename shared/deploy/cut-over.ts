import { ConnectError } from '../connect/errors.ts';
import type { KafkaAdmin } from './kafka-admin.ts';
import { cutOverCommands } from './kafka-commands.ts';
import type { PlannedCutOver } from './prepare-plan.ts';
import { type Denied, type Finding, ForbiddenError, ifAllowed, type Step } from './step.ts';

/**
 * Gives the group of one topic the offsets that the group of several topics has committed, so that the
 * mapping goes on where the worker stopped. What the new group has committed itself is never
 * overwritten, and a group that somebody consumes in is left alone.
 *
 * The step rejects with a ConnectError while somebody consumes in the old group.
 */
export const cutOverStep = (admin: KafkaAdmin, planned: PlannedCutOver): Step => ({
  what: nameOf(planned),
  run: () =>
    ifAllowed<readonly Finding[], readonly Finding[]>(
      async () => {
        await handOver(admin, planned);
        return [];
      },
      (refusal) => [cutOverByHand(planned, `is not for this login to make: ${refusal}`)],
    ),
});

const nameOf = ({ from, to, topic }: PlannedCutOver): string =>
  `the cut-over of ${topic} from group ${from} to ${to}`;

/** How an administrator does it. */
export const cutOverByHand = (planned: PlannedCutOver, why: string): Denied => ({
  reason: `${nameOf(planned)} ${why}. Where Kafka Connect has run it: pause ${planned.connector} before, resume it after`,
  byHand: cutOverCommands(planned),
});

const handOver = async (admin: KafkaAdmin, planned: PlannedCutOver): Promise<void> => {
  const { from, to, topic } = planned;
  const missing = await missingOffsets(admin, planned);
  if (missing.size === 0 || (await admin.hasMembers(to))) return;
  if (await admin.hasMembers(from))
    throw new ConnectError(
      `the group ${from} still has members: stop the connector on Kafka Connect, then deploy again`,
    );
  // It may have gone on until a moment ago.
  await admin.commit(to, topic, await missingOffsets(admin, planned));
};

/** What the old group has committed and the new one has not. */
const missingOffsets = async (
  admin: KafkaAdmin,
  { from, to, topic }: PlannedCutOver,
): Promise<ReadonlyMap<number, string>> => {
  const own = await admin.committed(to, topic);
  const old = await ifAllowed(
    () => admin.committed(from, topic),
    (refusal) => {
      // Once the mapping has begun, nobody needs the old group any more.
      if (own.size > 0) return new Map<number, string>();
      throw new ForbiddenError(refusal);
    },
  );
  return new Map([...old].filter(([partition]) => !own.has(partition)));
};
