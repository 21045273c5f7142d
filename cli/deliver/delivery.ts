import type { IotEvent } from '../../shared/source/failed-event.ts';

/**
 * What became of an event that was given to its connector again: `acknowledged` by Kafka (or its letter is),
 * `refused`, which another try will not change, or `failed`, which one may.
 */
export type Delivery =
  | { readonly kind: 'acknowledged' }
  | { readonly kind: 'refused' | 'failed'; readonly reason: string };

/** Gives events to the source connector of that name; rejects when it makes no sense to go on. */
export type Deliver = (
  connector: string,
  event: IotEvent,
  signal: AbortSignal,
) => Promise<Delivery>;
