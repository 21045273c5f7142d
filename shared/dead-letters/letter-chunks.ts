import type { SourceRecord } from '../connect/records.ts';

/**
 * Bytes of letters that go to Kafka together. A producer makes one record batch for each partition,
 * and the broker holds the whole batch against `max.message.bytes`, 1 MB by default.
 */
const MAX_CHUNK = 512 * 1024;
/** What Kafka's format adds to a record, about. */
const OVERHEAD = 100;

/** Cuts letters into chunks that a broker takes, in order; a larger letter goes alone. */
export const chunksOf = <T>(
  letters: readonly T[],
  recordOf: (letter: T) => SourceRecord,
): readonly (readonly T[])[] => {
  const chunks: T[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const letter of letters) {
    const bytes = sizeOf(recordOf(letter));
    if (size + bytes > MAX_CHUNK) {
      chunks.push([]);
      size = 0;
    }
    chunks.at(-1)?.push(letter);
    size += bytes;
  }
  return chunks;
};

const sizeOf = ({ key, value, headers }: SourceRecord): number =>
  headers.reduce(
    (sum, header) => sum + header.key.length + (header.value?.length ?? 0),
    OVERHEAD + (key?.length ?? 0) + (value?.length ?? 0),
  );
