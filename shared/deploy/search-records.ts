import type { SinkRecord } from '../connect/records.ts';
import { PREFIX } from '../dead-letters/error-headers.ts';
import { readLetter } from '../dead-letters/read-letter.ts';
import type { FindMessage, FoundRecord, FoundRecords, Offsets } from './find-message.ts';
import { createMarked } from './marked-record.ts';
import type { RecordReader } from './record-reader.ts';

/** What one question reads of a topic; a topic that gets more is read on with the next one. */
type ReadLimits = { readonly bytes: number; readonly milliseconds: number };

/** More than a topic gets between two questions, and little enough to be answered soon. */
const LIMITS: ReadLimits = { bytes: 33_554_432, milliseconds: 2_000 };
/** A marker is in a record, and a few copies. */
const MOST_FOUND = 100;

/** Finds the records of a topic that have a marker, from offsets on to where the topic ends now. */
export const searchRecords = async (
  reader: RecordReader,
  { topic, from }: FindMessage['topics'][number],
  marker: string,
  limits = LIMITS,
): Promise<FoundRecords> => {
  const ends = await reader.ends(topic);
  if (from === undefined) return { records: [], next: Object.fromEntries(ends), isAtEnd: true };
  const isOver = createBudget(limits);
  const isMarked = createMarked(marker);
  const read = await Promise.all(
    [...ends].map(async ([partition, end]) => {
      let next = from[partition] ?? 0;
      const found: SinkRecord[] = [];
      while (next < end) {
        const records = await reader.read(topic, partition, next);
        next = (records.at(-1)?.offset ?? next - 1) + 1;
        found.push(...records.filter(isMarked));
        if (isOver(records)) break;
      }
      return { partition, next, end, found };
    }),
  );
  return {
    records: read
      .flatMap(({ found }) => found)
      .slice(0, MOST_FOUND)
      .map(foundRecord),
    next: Object.fromEntries(read.map(({ partition, next }) => [partition, next])) as Offsets,
    isAtEnd: read.every(({ next, end }) => next >= end),
  };
};

/** Says after each read whether it was the last: nothing came, or enough has been read. */
const createBudget = ({
  bytes,
  milliseconds,
}: ReadLimits): ((read: readonly SinkRecord[]) => boolean) => {
  const until = performance.now() + milliseconds;
  let left = bytes;
  return (records) => {
    for (const { key, value } of records) left -= (key?.length ?? 0) + (value?.length ?? 0);
    return records.length === 0 || left <= 0 || performance.now() >= until;
  };
};

/** Where a record is, and what our own headers say of a letter. */
const foundRecord = (record: SinkRecord): FoundRecord => {
  const { partition, offset, timestamp, headers } = record;
  const place = { partition, offset, timestamp };
  if (!headers.some(({ key }) => key.startsWith(PREFIX))) return place;
  const { leg, connector, stage } = readLetter(record);
  return {
    ...place,
    letter: {
      leg,
      ...(connector !== undefined && { connector }),
      ...(stage !== undefined && { stage }),
    },
  };
};
