import type { NewTopic } from '../ports.ts';

/**
 * What the function `prepare` is to bring about, as plain JSON: it comes from the connector files at
 * packaging and stands in the template, so that a rollback brings the earlier plan back.
 */
export type PreparePlan = {
  readonly topics: readonly PlannedTopic[];
  readonly cutOvers: readonly PlannedCutOver[];
  readonly templates: readonly PlannedTemplate[];
  readonly retention: readonly PlannedRetention[];
  readonly roles: readonly PlannedRole[];
  /** Why topics and offsets are left to a person: there is nothing to sign in to Kafka with. */
  readonly kafkaByHand?: string;
};

/** A Kafka topic that is made where it is missing, and never changed. */
export type PlannedTopic = NewTopic & {
  readonly name: string;
  /** Of a dead letter topic: the topics whose records its letters hold. */
  readonly lettersOf?: readonly string[];
};

/** A consumer group of one topic that begins where another group of several topics stopped. */
export type PlannedCutOver = {
  /** The sink whose groups they are. */
  readonly connector: string;
  readonly from: string;
  readonly to: string;
  readonly topic: string;
};

/** A composable index template. */
export type PlannedTemplate = { readonly name: string; readonly body: unknown };

/** An ISM policy; without days there is to be none. */
export type PlannedRetention = {
  readonly id: string;
  readonly pattern: string;
  /** Whether a data stream, not indices, has that name. */
  readonly isStream: boolean;
  readonly days: number | null;
};

/** A security role for the function of a sink, or for this one. */
export type PlannedRole = {
  readonly name: string;
  /** Under which the custom resource's `RoleArns` has the function's IAM role. */
  readonly function: string;
  readonly body: unknown;
};
