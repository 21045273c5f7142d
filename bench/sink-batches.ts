/** One batch twice: as the event of the mapping, and as the `_bulk` body that the handler makes of it. */
export type Batch = { readonly event: string; readonly body: Buffer };

const TIMESTAMP = Date.UTC(2025, 3, 24, 12);

/** The index that the shipped sink writes these batches into. */
export const INDEX = 'phone-data_2025-04-24';

/** Batches of records as the shipped source makes them; no two have an id in common. */
export const sinkBatches = (name: string, batches: number, records: number): readonly Batch[] =>
  Array.from({ length: batches }, (_, batch) =>
    sinkBatch(Array.from({ length: records }, (_, i) => aRecord(name, batch * records + i))),
  );

type Record = { readonly id: string; readonly offset: number; readonly value: string };

const sinkBatch = (records: readonly Record[]): Batch => ({
  event: JSON.stringify({
    eventSource: 'aws:kafka',
    records: { 'phone-data-0': records.map(mskRecord) },
  }),
  body: Buffer.from(records.map(bulkLines).join('')),
});

const aRecord = (name: string, offset: number): Record => ({
  id: `${name}-${offset}-4a5f-8c1d-9e2b7c6d5f40`,
  offset,
  value: value(offset),
});

/** 250 bytes. */
const value = (n: number): string => {
  const text = JSON.stringify({
    device: `phone-${n % 1_000}`,
    timestamp: TIMESTAMP + n,
    battery: { level: n % 101, charging: n % 7 === 0, temperature: 20 + (n % 150) / 10 },
    position: { latitude: 52.5 + (n % 1_000) / 1_000, longitude: 13.4 + (n % 777) / 777 },
    network: 'lte',
  });
  return `${text.slice(0, -1)},"note":"${'x'.repeat(250 - text.length - 10)}"}`;
};

const mskRecord = ({ id, offset, value }: Record) => ({
  topic: 'phone-data',
  partition: 0,
  offset,
  timestamp: TIMESTAMP,
  timestampType: 'CREATE_TIME',
  value: Buffer.from(value).toString('base64'),
  headers: [
    { 'mqtt-topic': [...Buffer.from('phone/data')] },
    { 'mqtt-client-id': [...Buffer.from(`phone-${offset % 1_000}`)] },
    { 'message-id': [...Buffer.from(id)] },
    { 'trace-id': [...Buffer.from('8d3f6e0a-5a7e-4b53-9a3e-2f1c0d9b8a76')] },
  ],
});

const bulkLines = ({ id, value }: Record): string =>
  `{"index":{"_index":"${INDEX}","_id":"${id}"}}\n${value}\n`;
