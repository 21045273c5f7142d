import type { IndexDocument } from '../shared/ports.ts';

/** How far messages have come. */
export type Counts = {
  readonly published: number;
  readonly produced: number;
  readonly indexed: number;
  readonly errant: number;
};

/** A record that a sink connector read, by its coordinates. */
export type Read = {
  readonly connector: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
};

type PhoneMessage = { events: number; acknowledgements: number; documents: number };
type Pending = { readonly documents: readonly IndexDocument[]; readonly messageId: string };

const none = () => ({ published: 0, produced: 0, indexed: 0, errant: 0 });

/** Follows every message by its id, the phones' own apart from what others publish. */
export type Tally = ReturnType<typeof createTally>;

export const createTally = () => {
  const all = none();
  const phones = none();
  const byPayload = new Map<string, PhoneMessage>();
  const byId = new Map<string, PhoneMessage>();
  const pending = new Map<string, Pending>();
  let progress = performance.now();
  const moved = () => {
    progress = performance.now();
  };

  const countDown = (messageId: string, what: 'acknowledgements' | 'documents'): boolean => {
    const message = byId.get(messageId);
    return message !== undefined && --message[what] === 0;
  };

  return {
    all: (): Counts => all,
    phones: (): Counts => phones,
    /** Milliseconds since anything last moved. */
    stalledFor: (): number => performance.now() - progress,

    /** A phone publishes: so many rules will fire, and so many records be read by sinks. */
    published(payload: Buffer, events: number, documents: number): void {
      phones.published++;
      moved();
      byPayload.set(payload.toString('base64'), { events, acknowledgements: events, documents });
    },

    /** A rule fired for a message of anyone's. */
    fired(messageId: string, payload: string): void {
      all.published++;
      moved();
      const message = byPayload.get(payload);
      if (!message) return;
      byId.set(messageId, message);
      if (--message.events === 0) byPayload.delete(payload);
    },

    /** The source function resolved: Kafka has the message's records. */
    acknowledged(messageId: string): void {
      all.produced++;
      moved();
      if (countDown(messageId, 'acknowledgements')) phones.produced++;
    },

    /**
     * A sink function settled a record: it is indexed when these documents are found; one without
     * documents was skipped, and an errant one is told of by its letter.
     */
    settled(read: Read, messageId: string, documents: readonly IndexDocument[] | undefined): void {
      moved();
      if (documents && documents.length > 0) pending.set(key(read), { documents, messageId });
    },

    /** Records whose documents have not been found yet. */
    pending: (): readonly (readonly [string, Pending])[] => [...pending],

    /** All documents of a record were found. */
    indexed(name: string): void {
      const record = pending.get(name);
      if (!record) return;
      pending.delete(name);
      all.indexed++;
      moved();
      if (countDown(record.messageId, 'documents')) phones.indexed++;
    },

    /** A letter was found in a dead letter topic. */
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
