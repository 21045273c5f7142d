import type { IndexDocument } from '../shared/ports.ts';

/** How far messages have come. */
export type Counts = {
  readonly published: number;
  readonly produced: number;
  readonly indexed: number;
  readonly errant: number;
  /** In Kafka, and no sink reads its topic. */
  readonly unread: number;
};

/** A record that a sink connector read, by its coordinates. */
export type Read = {
  readonly connector: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
};

type PhoneMessage = { events: number; acknowledgements: number; reads: number };
type Pending = { readonly documents: readonly IndexDocument[]; readonly messageId: string };

const none = () => ({ published: 0, produced: 0, indexed: 0, errant: 0, unread: 0 });

/** Follows every message by its id, the phones' own apart from what others publish. */
export type Tally = {
  all(): Counts;
  phones(): Counts;
  /** Milliseconds since anything last moved. */
  stalledFor(): number;
  /** A phone publishes: so many rules will fire, and so many records be read by sinks. */
  published(payload: Buffer, events: number, reads: number): void;
  /** A rule fired for a message of anyone's; its payload in base64. */
  fired(messageId: string, payload: string): void;
  /** The source function resolved: Kafka has the message's records. */
  acknowledged(messageId: string): void;
  /**
   * A sink function settled a record: it is indexed when these documents are found; one without
   * documents was skipped, and an errant one is told of by its letter.
   */
  settled(read: Read, messageId: string, documents: readonly IndexDocument[] | undefined): void;
  /** Records whose documents have not been found yet, by their names. */
  pending(): readonly (readonly [string, Pending])[];
  /** All documents of a record were found. */
  indexed(name: string): void;
  /** A letter was found in a dead letter topic; without `read`, it is the source's. */
  errant(messageId: string, read: Read | undefined): void;
};

/** Starts counting. */
export const createTally = (): Tally => {
  const all = none();
  const phones = none();
  const byPayload = new Map<string, PhoneMessage>();
  const byId = new Map<string, PhoneMessage>();
  const pending = new Map<string, Pending>();
  let progress = performance.now();
  const moved = () => {
    progress = performance.now();
  };

  const countDown = (messageId: string, what: 'acknowledgements' | 'reads'): boolean => {
    const message = byId.get(messageId);
    return message !== undefined && --message[what] === 0;
  };

  return {
    all: (): Counts => all,
    phones: (): Counts => phones,
    stalledFor: (): number => performance.now() - progress,

    published(payload: Buffer, events: number, reads: number): void {
      phones.published++;
      moved();
      byPayload.set(payload.toString('base64'), { events, acknowledgements: events, reads });
    },

    fired(messageId: string, payload: string): void {
      all.published++;
      moved();
      const message = byPayload.get(payload);
      if (!message) return;
      byId.set(messageId, message);
      if (--message.events === 0) byPayload.delete(payload);
    },

    acknowledged(messageId: string): void {
      all.produced++;
      moved();
      if (!countDown(messageId, 'acknowledgements')) return;
      phones.produced++;
      if (byId.get(messageId)?.reads === 0) phones.unread++;
    },

    settled(read: Read, messageId: string, documents: readonly IndexDocument[] | undefined): void {
      moved();
      if (documents && documents.length > 0) pending.set(key(read), { documents, messageId });
    },

    pending: (): readonly (readonly [string, Pending])[] => [...pending],

    indexed(name: string): void {
      const record = pending.get(name);
      if (!record) return;
      pending.delete(name);
      all.indexed++;
      moved();
      if (countDown(record.messageId, 'reads')) phones.indexed++;
    },

    errant(messageId: string, read: Read | undefined): void {
      all.errant++;
      moved();
      if (read) pending.delete(key(read));
      if (byId.has(messageId)) phones.errant++;
    },
  };
};

const key = ({ connector, topic, partition, offset }: Read): string =>
  `${connector} ${topic}-${partition}@${offset}`;
