/**
 * `npm run bench:pipeline`: what three transforms cost the sink's function, from the text of an event to its documents;
 * what the network takes is left out, since it hides the rest. The same of `toDocuments` alone is told beside it.
 */
import { styleText } from 'node:util';
import { checkConnectors } from '../shared/config/check-connectors.ts';
import type { SinkConnector } from '../shared/config/connector.ts';
import { ConfigError } from '../shared/connect/errors.ts';
import { sinkRecords } from '../shared/sink/msk-event.ts';
import type { ToDocuments } from '../shared/sink/sink-task.ts';
import { toDocuments } from '../shared/sink/to-documents.ts';
import { sinkBatches } from './sink-batches.ts';

const BATCH = 1_000;
const ROUNDS = 200;
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
  'transforms.fields.renames': 'device:phone,timestamp:at',
  'transforms.fields.exclude': 'network',
  'transforms.topic.type': `${KAFKA}.RegexRouter`,
  'transforms.topic.regex': 'phone-(.*)',
  'transforms.topic.replacement': 'phones-$1',
};

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

type Work = (make: ToDocuments) => void;

const event = sinkBatches('bench', 1, BATCH)[0]?.event ?? '';
const records = sinkRecords(JSON.parse(event));

/** What is done with a batch; the first is what the least ratio is asked of. */
const WORKS: Readonly<Record<string, Work>> = {
  'event to documents': (make) => {
    sinkRecords(JSON.parse(event)).flatMap(make);
  },
  'toDocuments alone': (make) => {
    for (const record of records) make(record);
  },
};

const secondsOf = (work: () => void): number => {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1_000;
};

/** Both in turn, so that they meet the same machine; records a second of each. */
const ratesOf = (work: Work): readonly [without: number, transformed: number] => {
  const contestants = [toDocumentsOf({}), toDocumentsOf(TRANSFORMS)].map((make) => ({
    run: () => work(make),
    seconds: [] as number[],
  }));
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1)
    for (const { run, seconds } of contestants) {
      const taken = secondsOf(run);
      if (round >= WARM_UP) seconds.push(taken);
    }
  const [without = 0, transformed = 0] = contestants.map(
    ({ seconds }) => BATCH / fastestTenth(seconds),
  );
  return [without, transformed];
};

console.log(
  `${BATCH} records of 250 bytes a batch, fastest tenth of ${ROUNDS} rounds, Node ${process.version}`,
);
const ratios = Object.entries(WORKS).map(([name, work]) => {
  const [without, transformed] = ratesOf(work);
  const figure = (rate: number): string =>
    `${Math.round(rate / 1_000)},000 records/s (${(1e6 / rate).toFixed(2)} µs each)`;
  const ratio = transformed / without;
  console.log(
    `${name}: ${figure(without)} without transforms, ${figure(transformed)} with three, ratio ${ratio.toFixed(2)}`,
  );
  return ratio;
});
const isEnough = (ratios[0] ?? 0) >= LEAST_RATIO;
console.log(
  styleText(
    isEnough ? 'green' : 'red',
    `ratio ${ratios[0]?.toFixed(2)}, ${LEAST_RATIO.toFixed(2)} at least`,
  ),
);
if (!isEnough) process.exitCode = 1;
