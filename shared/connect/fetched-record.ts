import type { Header, SinkRecord } from './records.ts';

/** A record as kafkajs has read it. */
type Fetched = {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: FetchedHeaders;
  readonly timestamp: string;
  readonly offset: string;
};

type Bytes = Buffer | string;
type FetchedHeaders = Readonly<Record<string, Bytes | readonly Bytes[] | undefined>>;

/** A record that was read from Kafka. Repeated names of headers come together, each in its order. */
export const fetchedRecord = (
  topic: string,
  partition: number,
  { key, value, headers, timestamp, offset }: Fetched,
): SinkRecord => ({
  topic,
  partition,
  offset: Number(offset),
  timestamp: Number(timestamp),
  key,
  value,
  headers: headersOf(headers),
});

const headersOf = (headers: FetchedHeaders = {}): readonly Header[] =>
  Object.entries(headers).flatMap(([key, values]) =>
    [values ?? null]
      .flat()
      .map((value) => ({ key, value: value === null ? null : Buffer.from(value) })),
  );
