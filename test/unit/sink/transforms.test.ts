import { describe, expect, it } from 'vitest';
import type { SinkConnector } from '../../../shared/config/connector.ts';
import { createErrantRecordReporter } from '../../../shared/dead-letters/errant-record-reporter.ts';
import { responder } from '../../../shared/sink/batch-response.ts';
import { createSinkTask } from '../../../shared/sink/sink-task.ts';
import { toDocuments } from '../../../shared/sink/to-documents.ts';
import {
  aivenSinkFile,
  confluentSinkFile,
  connectorOf,
  sinkFile,
} from '../../support/connectors.ts';
import { fakeMetrics, fakeProducer, fakeWriter } from '../../support/fakes.ts';
import { aSinkRecord } from '../../support/records.ts';

type Settings = Readonly<Record<string, string>>;
const KAFKA = 'org.apache.kafka.connect.transforms';
const RENAME = {
  transforms: 't',
  'transforms.t.type': `${KAFKA}.RegexRouter`,
  'transforms.t.regex': 'phone-(.*)',
  'transforms.t.replacement': 'mobile-$1',
};
const DAY = {
  transforms: 't',
  'transforms.t.type': `${KAFKA}.TimestampRouter`,
  'transforms.t.topic.format': '${topic}_${timestamp}',
  'transforms.t.timestamp.format': 'yyyy-MM-dd',
};
const JSON_VALUES = {
  'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'value.converter.schemas.enable': 'false',
};

const lenses = (over: Settings) => sinkFile({ ...JSON_VALUES, ...over });
const sinkOf = (file: unknown) => connectorOf(file) as SinkConnector;

/** Where the second record of partition 2 of phone-data goes. */
const placeOf = (file: unknown) => {
  const [document] = toDocuments(sinkOf(file), () => 0)(aSinkRecord({ partition: 2, offset: 1 }));
  return `${document?.index}/${document?.id}`;
};

// Upstream the Lenses sink looks its statement up by the renamed topic, finds none, and dies.
describe('a transform that renames topics', () => {
  it.each([
    {
      what: 'leaves the index that KCQL names; the default id has the new topic',
      file: lenses(RENAME),
      place: 'phones/mobile-data-2-1',
    },
    {
      what: 'by the day does the same',
      file: lenses(DAY),
      place: 'phones/phone-data_2025-04-24-2-1',
    },
    {
      what: 'leaves an id that PK names',
      file: lenses({
        ...RENAME,
        'connect.elastic.kcql':
          'INSERT INTO phones SELECT * FROM phone-data PK _header.message-id WITHINDEXSUFFIX=_{yyyy-MM-dd}',
      }),
      place: 'phones_2025-04-24/m-1',
    },
    {
      what: 'names the index of Confluent’s sink, daily',
      file: confluentSinkFile({ ...JSON_VALUES, ...DAY }),
      place: 'phone-data_2025-04-24/phone-data_2025-04-24+2+1',
    },
    {
      what: 'names the index of Aiven’s sink',
      file: aivenSinkFile({ ...JSON_VALUES, ...RENAME }),
      place: 'mobile-data/mobile-data+2+1',
    },
    {
      what: 'names the index of Aiven’s sink, daily',
      file: aivenSinkFile({ ...JSON_VALUES, ...DAY }),
      place: 'phone-data_2025-04-24/phone-data_2025-04-24+2+1',
    },
  ])('$what', ({ file, place }) => {
    expect(placeOf(file)).toBe(place);
  });
});

const CAST = {
  transforms: 't',
  'transforms.t.type': `${KAFKA}.Cast$Value`,
  'transforms.t.spec': 'n:int64',
};
const deadlines = { write: AbortSignal.timeout(60_000), report: AbortSignal.timeout(60_000) };

/** A batch of which the transform refuses the second record. */
const put = async (over: Settings) => {
  const sink = sinkOf(lenses({ ...CAST, ...over }));
  const producer = fakeProducer();
  const writer = fakeWriter();
  const task = createSinkTask(
    toDocuments(sink, () => 0),
    {
      writer,
      reporter: createErrantRecordReporter(sink.errors, {
        producer,
        now: () => 0,
        log: () => undefined,
        metrics: fakeMetrics(),
      }),
      respond: responder('true'),
      metrics: fakeMetrics(),
      now: () => 0,
    },
  );
  const records = ['{"n":"1"}', '{"n":"secret"}', '{"n":"3"}'].map((value, offset) =>
    aSinkRecord({ offset, value: Buffer.from(value) }),
  );
  const { batchItemFailures } = await task.put(records, deadlines);
  return {
    documents: [...writer.documents],
    letters: producer.log,
    resume: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier.offset),
  };
};

describe('a transform that refuses one record of a batch', () => {
  const siblings = [
    ['phones/phone-data-0-0', '{"n":1}'],
    ['phones/phone-data-0-2', '{"n":3}'],
  ];

  it('costs that record alone, which becomes a letter, where errors are tolerated', async () => {
    const { documents, letters, resume } = await put({
      'errors.tolerance': 'all',
      'errors.deadletterqueue.topic.name': 'letters',
    });

    expect(documents).toEqual(siblings);
    expect(resume).toEqual([]);
    expect(letters.map(({ topic, value }) => [topic, value?.toString()])).toEqual([
      ['letters', '{"n":"secret"}'],
    ]);
    const headers = Object.fromEntries(
      letters.flatMap((letter) =>
        letter.headers.map(({ key, value }) => [key, value?.toString() ?? '']),
      ),
    );
    expect(headers).toMatchObject({
      '__connect.errors.stage': 'TRANSFORMATION',
      '__connect.errors.class.name': `${KAFKA}.Cast$Value`,
      '__connect.errors.offset': '1',
    });
    expect(headers['__connect.errors.exception.message']).not.toContain('secret');
  });

  it('is delivered again, its siblings written, where they are not', async () => {
    const { documents, letters, resume } = await put({ 'errors.tolerance': 'none' });

    expect(documents).toEqual(siblings);
    expect(letters).toEqual([]);
    expect(resume).toEqual([1]);
  });
});
