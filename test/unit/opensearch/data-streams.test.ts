import { describe, expect, it } from 'vitest';
import type { DataStreams } from '../../../shared/config/connector.ts';
import { ConnectError, RetriableError } from '../../../shared/connect/errors.ts';
import type { ApiAnswer, ApiRequest } from '../../../shared/deploy/open-search-api.ts';
import { withDataStreams } from '../../../shared/opensearch/data-streams.ts';
import type { IndexDocument } from '../../../shared/ports.ts';
import { fakeWriter } from '../../support/fakes.ts';
import { aSinkRecord } from '../../support/records.ts';

const MADE: DataStreams = {
  kind: 'made',
  template: { nameOf: (stream) => `${stream}-template`, timestampField: '@timestamp' },
};
const signal = AbortSignal.timeout(60_000);
const create = (index: string): IndexDocument => ({
  operation: 'create',
  record: aSinkRecord(),
  index,
  id: '1',
  body: Buffer.from('{}'),
});
const reply = (status: number, type?: string): ApiAnswer => ({ status, body: { error: { type } } });

const NO_TEMPLATE = reply(400, 'illegal_argument_exception');

/** A writer to a cluster that answers so; 404 and 200 by method where nothing is said. */
const writerTo = (
  streams: DataStreams,
  answers: Readonly<Record<string, ApiAnswer | Error>> = {},
) => {
  const asked: string[] = [];
  const bodies: unknown[] = [];
  const ask = async ({ method, path, body }: ApiRequest) => {
    asked.push(`${method} ${path}`);
    if (body) bodies.push(body);
    const answer = answers[`${method} ${path}`] ?? reply(method === 'PUT' ? 200 : 404);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const plain = fakeWriter();
  return { writer: withDataStreams(plain, streams, ask), plain, asked, bodies };
};

describe('withDataStreams', () => {
  it('asks for a name as it is, whatever its characters mean in a path', async () => {
    const { writer, plain, asked } = writerTo(MADE);

    await writer.write([create('é%2f')], signal);

    expect(asked).toEqual(['GET /_data_stream/%C3%A9%252f', 'PUT /_data_stream/%C3%A9%252f']);
    expect(plain.documents.size).toBe(1);
  });

  it('makes a stream before the first document, once, and its template where none fits', async () => {
    let attempts = 0;
    const { writer, plain, asked, bodies } = writerTo(MADE, {
      get 'PUT /_data_stream/s'() {
        return attempts++ === 0 ? NO_TEMPLATE : reply(200);
      },
    });

    await writer.write([create('s')], signal);
    await writer.write([create('s')], signal);

    expect(asked).toEqual([
      'GET /_data_stream/s',
      'PUT /_data_stream/s',
      'GET /_index_template/s-template',
      'PUT /_index_template/s-template',
      'PUT /_data_stream/s',
    ]);
    expect(bodies).toEqual([
      {
        index_patterns: ['s'],
        priority: 200,
        data_stream: { timestamp_field: { name: '@timestamp' } },
      },
    ]);
    expect(plain.documents.get('s/1')).toBe('{}');
  });

  it.each<{ what: string; streams: DataStreams; answers: Record<string, ApiAnswer>; last: string }>(
    [
      {
        what: 'a stream that is there',
        streams: MADE,
        answers: { 'GET /_data_stream/s': { status: 200, body: { data_streams: [{}] } } },
        last: 'GET /_data_stream/s',
      },
      {
        what: 'a template that fits',
        streams: MADE,
        answers: {},
        last: 'PUT /_data_stream/s',
      },
      {
        what: 'a stream that another instance makes meanwhile',
        streams: { kind: 'made' },
        answers: { 'PUT /_data_stream/s': reply(400, 'resource_already_exists_exception') },
        last: 'PUT /_data_stream/s',
      },
      // Sink peers 13.4, S-119.
      {
        what: 'a cluster that it may not ask',
        streams: MADE,
        answers: { 'GET /_data_stream/s': reply(403, 'security_exception') },
        last: 'GET /_data_stream/s',
      },
    ],
  )('leaves $what as it is, and writes', async ({ streams, answers, last }) => {
    const { writer, plain, asked } = writerTo(streams, answers);

    await writer.write([create('s')], signal);

    expect(asked.at(-1)).toBe(last);
    expect(asked).not.toContain('PUT /_index_template/s-template');
    expect(plain.documents.size).toBe(1);
  });

  it.each<{ what: string; streams: DataStreams; answers?: Record<string, ApiAnswer> }>([
    { what: 'a stream that should exist does not', streams: { kind: 'existing' } },
    {
      what: 'there is an index of that name',
      streams: MADE,
      answers: { 'GET /_data_stream/s': { status: 200, body: { data_streams: [] } } },
    },
    {
      what: 'no template fits the stream',
      streams: { kind: 'made' },
      answers: { 'PUT /_data_stream/s': NO_TEMPLATE },
    },
    {
      what: 'the template of that name does not fit',
      streams: MADE,
      answers: {
        'GET /_index_template/s-template': reply(200),
        'PUT /_data_stream/s': NO_TEMPLATE,
      },
    },
    {
      what: 'a template is refused',
      streams: MADE,
      answers: {
        'PUT /_data_stream/s': NO_TEMPLATE,
        'PUT /_index_template/s-template': reply(400, 'illegal_argument_exception'),
      },
    },
    {
      what: 'rights to make one are missing',
      streams: MADE,
      answers: { 'PUT /_data_stream/s': reply(403, 'security_exception') },
    },
  ])('rejects, and writes nothing, where $what', async ({ streams, answers }) => {
    const { writer, plain } = writerTo(streams, answers);

    const error = await writer.write([create('s')], signal).catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(ConnectError);
    expect(error).not.toBeInstanceOf(RetriableError);
    expect(plain.documents.size).toBe(0);
  });

  it.each([reply(503), reply(429), new RetriableError('no answer')])(
    'lets documents of a stream wait that may be there later, and writes the others: %s',
    async (answer) => {
      const { writer, plain } = writerTo(MADE, { 'GET /_data_stream/s': answer });
      const [late, other] = [create('s'), create('other')];

      const outcomes = await writer.write([late, other], signal);

      expect(outcomes.get(late)).toMatchObject({ kind: 'retriable', attempts: 0 });
      expect(outcomes.get(other)).toMatchObject({ kind: 'written' });
      expect([...plain.documents.keys()]).toEqual(['other/1']);
    },
  );
});
