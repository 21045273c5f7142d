import { describe, expect, it } from 'vitest';
import { DataError } from '../../../shared/connect/errors.ts';
import type { SinkRecord, SourceRecord } from '../../../shared/connect/records.ts';
import { letterForms } from '../../../shared/dead-letters/letter.ts';
import { readLetter } from '../../../shared/dead-letters/read-letter.ts';
import { mqttMessage } from '../../../shared/source/iot-event.ts';
import { letterEvent } from '../../../shared/source/letter-event.ts';
import { rawRecord } from '../../../shared/source/source-record.ts';
import { aSinkConnector, aSourceConnector } from '../../support/connectors.ts';
import { APRIL_24, anMqttMessage, aSinkRecord } from '../../support/records.ts';

const WRITTEN = APRIL_24 + 60_000;
const error = new DataError('TASK_PUT', 'OpenSearch', 'refused: "4711"');

/** A letter as Kafka hands it over. */
const lying = (letter: SourceRecord, offset = 3): SinkRecord => ({
  ...letter,
  partition: 0,
  offset,
});

const sinkLetters = (record: SinkRecord, contextHeaders = true) => {
  const { errors } = aSinkConnector();
  return letterForms({ record, error }, { ...errors, contextHeaders }, WRITTEN);
};

describe('readLetter', () => {
  it('gives a sink’s record back as it was, whatever form the letter had to take', () => {
    const record = aSinkRecord({ partition: 2, offset: 41, key: Buffer.from('k') });

    for (const letter of sinkLetters(record))
      expect(readLetter(lying(letter)).record).toEqual({
        key: record.key,
        value: record.value,
        headers: record.headers,
        timestamp: record.timestamp,
      });
  });

  it('says where it lay and what went wrong', () => {
    const [letter] = sinkLetters(aSinkRecord({ partition: 2, offset: 41 }));

    expect(readLetter(lying(letter))).toMatchObject({
      position: 'letters-0@3',
      deadLetterTopic: 'letters',
      writtenAt: WRITTEN,
      leg: 'sink',
      connector: 'opensearch-sink',
      stage: 'TASK_PUT',
      exception: 'DataError',
      message: 'refused: "4711"',
      topic: 'phone-data',
      coordinates: 'phone-data-2@41',
    });
  });

  it('calls letters of the same coordinates one, and no others', () => {
    const identityOf = (offset: number, at: number) => {
      const [letter] = sinkLetters(aSinkRecord({ offset }));
      return readLetter(lying(letter, at)).identity;
    };

    expect(identityOf(1, 10)).toBe(identityOf(1, 11));
    expect(identityOf(1, 10)).not.toBe(identityOf(2, 11));
  });

  it('tells letters without context headers apart by where they lie', () => {
    const [letter] = sinkLetters(aSinkRecord(), false);

    const [one, other] = [lying(letter, 1), lying(letter, 2)].map(readLetter);

    expect(one?.topic).toBeUndefined();
    expect(one?.identity).not.toBe(other?.identity);
    expect(one?.record.timestamp).toBe(APRIL_24);
  });

  it('takes the time of Kafka Connect’s own letters for the record’s', () => {
    const letter: SinkRecord = {
      ...aSinkRecord({ topic: 'connect-dlq', timestamp: APRIL_24 }),
      headers: [{ key: '__connect.errors.topic', value: Buffer.from('phone-data') }],
    };

    expect(readLetter(letter)).toMatchObject({ leg: 'sink', topic: 'phone-data' });
    expect(readLetter(letter).record.timestamp).toBe(APRIL_24);
  });

  it.each([
    ['nothing', []],
    ['null', [{ key: '__connect.errors.topic', value: null }]],
    ['an odd time', [{ key: '__connect.errors.record.timestamp', value: Buffer.from('soon') }]],
  ])('reads a letter whose headers say %s', (_, headers) => {
    expect(readLetter(aSinkRecord({ headers })).record.timestamp).toBe(APRIL_24);
  });
});

describe('letterEvent', () => {
  const sourceLetter = (target: string, over: Parameters<typeof anMqttMessage>[0] = {}) => {
    const message = anMqttMessage({ filter: 'phone/#', clientId: 'c', traceId: 't', ...over });
    const record = rawRecord({ filter: 'phone/#', target }, message);
    const withFilter = {
      ...record,
      headers: [...record.headers, { key: 'mqtt-filter', value: Buffer.from('phone/#') }],
    };
    const { errors } = aSourceConnector();
    const [letter] = letterForms({ record: withFilter, error }, errors, WRITTEN);
    return { message, letter: readLetter(lying(letter)) };
  };

  it('gives the message back as the rule had handed it over', () => {
    const payload = Buffer.from([0xff, 0, 1]);
    const userProperties = { site: ['berlin', 'münchen'] };
    const { message, letter } = sourceLetter('phone-data', { payload, userProperties });

    expect(letter).toMatchObject({ leg: 'source', topic: 'phone-data' });
    expect(mqttMessage(letterEvent(letter, ['site', 'other']))).toEqual(message);
  });

  it('gives an empty message back', () => {
    const { message, letter } = sourceLetter('phone-data', { payload: Buffer.alloc(0) });

    expect(mqttMessage(letterEvent(letter, []))).toEqual(message);
  });

  it('calls letters of one message and target one', () => {
    const identityOf = (target: string, id: string) => sourceLetter(target, { id }).letter.identity;

    expect(identityOf('a', 'm-1')).toBe(identityOf('a', 'm-1'));
    expect(identityOf('a', 'm-1')).not.toBe(identityOf('b', 'm-1'));
    expect(identityOf('a', 'm-1')).not.toBe(identityOf('a', 'm-2'));
  });

  it('names the header that a transform has dropped', () => {
    const { letter } = sourceLetter('phone-data');
    const headers = letter.record.headers.filter(({ key }) => key !== 'mqtt-topic');

    expect(() => letterEvent({ ...letter, record: { ...letter.record, headers } }, [])).toThrow(
      'letters-0@3 has no header mqtt-topic',
    );
  });
});
