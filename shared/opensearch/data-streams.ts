import type { DataStreams } from '../config/connector.ts';
import { ConnectError, RetriableError } from '../connect/errors.ts';
import { type ApiAnswer, type ApiRequest, member } from '../deploy/open-search-api.ts';
import type { DocumentWriter, IndexDocument, Outcome } from '../ports.ts';

/** Asks once. Rejects with a `RetriableError` where no answer came. */
type Ask = (request: ApiRequest, signal: AbortSignal) => Promise<ApiAnswer>;

/**
 * A writer that sees to it that a data stream is there before the first document goes to it: a create
 * into nothing makes an index of that name, which no rollover and no retention of streams ever finds.
 */
export const withDataStreams = (
  { write }: DocumentWriter,
  streams: DataStreams,
  ask: Ask,
): DocumentWriter => {
  const known = new Set<string>();
  /** Undefined where documents can go there. */
  const failureOf = async (name: string, asked: Asked): Promise<RetriableError | undefined> => {
    try {
      await provide(name, streams, asked);
      known.add(name);
      return undefined;
    } catch (error) {
      if (error instanceof RetriableError) return error;
      throw error;
    }
  };
  return {
    async write(iterable, signal) {
      const documents = [...iterable];
      const missing = new Map<string, RetriableError>();
      const names = new Set(documents.map(({ index }) => index));
      for (const name of [...names].filter((each) => !known.has(each))) {
        const failure = await failureOf(name, (request) => ask(request, signal));
        if (failure) missing.set(name, failure);
      }
      const outcomes = await write(
        documents.filter(({ index }) => !missing.has(index)),
        signal,
      );
      return missing.size === 0 ? outcomes : new Map([...outcomes, ...held(documents, missing)]);
    },
  };
};

/** The documents that wait for their stream. */
const held = (
  documents: readonly IndexDocument[],
  missing: ReadonlyMap<string, RetriableError>,
): readonly [IndexDocument, Outcome][] =>
  documents.flatMap((document): [IndexDocument, Outcome][] => {
    const error = missing.get(document.index);
    return error ? [[document, { kind: 'retriable', error, attempts: 0 }]] : [];
  });

type Asked = (request: ApiRequest) => Promise<ApiAnswer>;

/**
 * Finds a data stream, or makes it. Where no index template fits it, and one is ours to make, that is made first
 * (`ensureIndexOrDataStreamExists`); who may not ask may still write.
 */
const provide = async (name: string, streams: DataStreams, ask: Asked): Promise<void> => {
  const found = await ask({ method: 'GET', path: streamPath(name) });
  if (found.status === 401 || found.status === 403) return;
  if (isOk(found)) return refuseIndex(name, found);
  if (found.status !== 404) fail(found, `the question for the data stream ${name}`);
  if (streams.kind === 'existing')
    throw new ConnectError(`there is no data stream ${name}, which the connector says exists`);
  if (await makeStream(name, streams.template !== undefined, ask)) return;
  if (streams.template) await provideTemplate(name, streams.template, ask);
  await makeStream(name, false, ask);
};

/** A prefix may have letters beyond ASCII, or a percent sign. */
const streamPath = (name: string): string => `/_data_stream/${encodeURIComponent(name)}`;

/** Asked for a name that is an index, OpenSearch answers 200 with no stream (seen with 2.19 and 3.6). */
const refuseIndex = (name: string, { body }: ApiAnswer): void => {
  if (member(body, 'data_streams', '0') === undefined)
    throw new ConnectError(`${name} is no data stream, but an index`);
};

/** False where no template fits it, if that can be helped. */
const makeStream = async (name: string, canHelp: boolean, ask: Asked): Promise<boolean> => {
  const made = await ask({ method: 'PUT', path: streamPath(name) });
  if (isOk(made) || errorType(made) === 'resource_already_exists_exception') return true;
  if (canHelp && made.status === 400) return false;
  return fail(made, `the request for a data stream ${name}, which needs an index template`);
};

/** Upstream's: for that stream alone, before templates of a lower priority. One that is there stays as it is. */
const provideTemplate = async (
  stream: string,
  { nameOf, timestampField }: NonNullable<Extract<DataStreams, { kind: 'made' }>['template']>,
  ask: Asked,
): Promise<void> => {
  const path = `/_index_template/${encodeURIComponent(nameOf(stream))}`;
  const found = await ask({ method: 'GET', path });
  if (isOk(found)) return;
  if (found.status !== 404) fail(found, `the question for the index template of ${stream}`);
  const body = {
    index_patterns: [stream],
    priority: 200,
    data_stream: { timestamp_field: { name: timestampField } },
  };
  const made = await ask({ method: 'PUT', path, body });
  if (!isOk(made)) fail(made, `the index template of ${stream}`);
};

const isOk = ({ status }: ApiAnswer): boolean => status < 300;

const errorType = ({ body }: ApiAnswer): string =>
  String(member(body, 'error', 'type') ?? 'without an error type');

const fail = (answer: ApiAnswer, what: string): never => {
  const { status } = answer;
  const message = `OpenSearch answered ${what} with ${status} ${errorType(answer)}`;
  const isPassing = status === 408 || status === 429 || status >= 500;
  throw isPassing ? new RetriableError(message) : new ConnectError(message);
};
