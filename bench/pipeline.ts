/** `npm run bench:pipeline`: what three transforms cost a sink, in records made into documents each second. */
import { styleText } from 'node:util';
import { checkConnectors } from '../shared/config/check-connectors.ts';
import type { SinkConnector } from '../shared/config/connector.ts';
import { ConfigError } from '../shared/connect/errors.ts';
import type { SinkRecord } from '../shared/connect/records.ts';
import type { ToDocuments } from '../shared/sink/sink-task.ts';
import { toDocuments } from '../shared/sink/to-documents.ts';

const BATCH = 1_000;
const ROUNDS = 400;
const WARM_UP = 60;
/** The issue's: with three transforms at least half of the throughput without. */
const LEAST_RATIO = 0.5;

const SINK = {
  'connector.class': 'io.lenses.streamreactor.connect.elastic7.ElasticSinkConnector',
  topics: 'phone-data',
  'connect.elastic.kcql':
    'INSERT INTO phones SELECT * FROM phone-data PK _header.message-id WITHINDEXSUFFIX=_{yyyy-MM-dd}',
  'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'value.converter.schemas.enable': 'false',
};

const KAFKA = 'org.apache.kafka.connect.transforms';
const TRANSFORMS = {
  transforms: 'site,fields,topic',
  'transforms.site.type': `${KAFKA}.InsertField$Value`,
  'transforms.site.static.field': 'site',
  'transforms.site.static.value': 'berlin',
  'transforms.fields.type': `${KAFKA}.ReplaceField$Value`,
  'transforms.fields.renames': 'lat:latitude,lon:longitude',
  'transforms.fields.exclude': 'build',
  'transforms.topic.type': `${KAFKA}.RegexRouter`,
  'transforms.topic.regex': 'phone-(.*)',
  'transforms.topic.replacement': 'phones-$1',
};

/** A message of a phone as the local run's are, some 200 bytes. */
const phoneRecord = (_: unknown, offset: number): SinkRecord => ({
  topic: 'phone-data',
  partition: offset % 3,
  offset,
  timestamp: 1_745_480_000_000 + offset,
  key: Buffer.from(`phone-${offset % 50}`),
  value: Buffer.from(
    JSON.stringify({
      device: `phone-${offset % 50}`,
      seq: offset,
      at: new Date(1_745_480_000_000 + offset).toISOString(),
      battery: 20 + (offset % 80),
      charging: offset % 7 === 0,
      lat: 52.52 + (offset % 100) / 1e4,
      lon: 13.405 + (offset % 100) / 1e4,
      network: { type: 'lte', dbm: -60 - (offset % 40) },
      build: '14.2.1',
      app: 'fleet/3.4.0',
      os: 'Android 15',
    }),
  ),
  headers: [{ key: 'message-id', value: Buffer.from(`m-${offset}`) }],
});

const toDocumentsOf = (over: Readonly<Record<string, string>>): ToDocuments => {
  const text = JSON.stringify({ ...SINK, ...over });
  const { connectors, faults } = checkConnectors({ connectors: [{ file: 'bench.json', text }] });
  const [sink] = connectors;
  if (!sink) throw new ConfigError(faults);
  return toDocuments(sink as SinkConnector, Date.now);
};

/** The fastest tenth of many rounds, in seconds: what else the machine does falls out. */
const fastestTenth = (seconds: readonly number[]): number =>
  seconds.toSorted((a, b) => a - b)[Math.floor(seconds.length / 10)] ?? 0;

const secondsOf = (make: ToDocuments, batch: readonly SinkRecord[]): number => {
  const start = performance.now();
  for (const record of batch) make(record);
  return (performance.now() - start) / 1_000;
};

const batch = Array.from({ length: BATCH }, phoneRecord);
const bytes = batch.map(({ value }) => value?.length ?? 0);
const contestants = [
  { name: 'without transforms', make: toDocumentsOf({}), seconds: [] as number[] },
  { name: 'with three transforms', make: toDocumentsOf(TRANSFORMS), seconds: [] as number[] },
];
// In turn, so that all of them meet the same machine.
for (let round = 0; round < WARM_UP + ROUNDS; round += 1)
  for (const { make, seconds } of contestants) {
    const taken = secondsOf(make, batch);
    if (round >= WARM_UP) seconds.push(taken);
  }

console.log(
  `toDocuments, ${BATCH} records a batch, ${Math.min(...bytes)} to ${Math.max(...bytes)} bytes, ` +
    `fastest tenth of ${ROUNDS} rounds, Node ${process.version}`,
);
const rates = contestants.map(({ name, seconds }) => {
  const rate = BATCH / fastestTenth(seconds);
  const perRecord = (1e6 / rate).toFixed(2);
  console.log(
    `${name.padEnd(22)} ${Math.round(rate).toLocaleString('en').padStart(10)} records/s ${perRecord.padStart(7)} µs/record`,
  );
  return rate;
});
const [without = 1, transformed = 0] = rates;
const ratio = transformed / without;
const isEnough = ratio >= LEAST_RATIO;
console.log(
  styleText(
    isEnough ? 'green' : 'red',
    `ratio ${ratio.toFixed(2)}, ${LEAST_RATIO.toFixed(2)} at least`,
  ),
);
if (!isEnough) process.exitCode = 1;
