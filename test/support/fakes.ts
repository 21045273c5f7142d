import { type ConnectError, DataError, RetriableError } from '../../shared/connect/errors.ts';
import type { SinkRecord, SourceRecord } from '../../shared/connect/records.ts';
import type {
  DocumentWriter,
  ErrantRecord,
  ErrantRecordReporter,
  IndexDocument,
  Metrics,
  Outcome,
  RecordProducer,
} from '../../shared/ports.ts';
import { createOpenSearchModel, modelOperation, type OpenSearchModel } from './opensearch-model.ts';

const NO_TIME = new RetriableError('no time was left');
const LATER: Outcome = { kind: 'retriable', error: NO_TIME, attempts: 0 };

/** Takes what `refuse` lets through, up to the first that it does not; `log` holds it. */
export const fakeProducer = (
  refuse: (record: SourceRecord) => ConnectError | undefined = () => undefined,
): RecordProducer & { readonly log: readonly SourceRecord[] } => {
  const log: SourceRecord[] = [];
  return {
    log,
    async send(records, signal) {
      if (signal.aborted) throw NO_TIME;
      for (const record of records) {
        const error = refuse(record);
        if (error) throw error;
        log.push(record);
      }
    },
  };
};

/** Does what OpenSearch does with what `judge` calls written; `documents` are its sources by `index/id`. */
export const fakeWriter = (
  judge: (document: IndexDocument) => Outcome = () => ({ kind: 'written', attempts: 1 }),
): DocumentWriter & { readonly documents: ReadonlyMap<string, string> } => {
  const model = createOpenSearchModel();
  const write = (document: IndexDocument): Outcome => {
    const outcome = judge(document);
    return outcome.kind === 'written' ? modelOutcome(document, model) : outcome;
  };
  return {
    documents: model.documents,
    async write(batch, signal) {
      const outcomes = new Map<IndexDocument, Outcome>();
      for (const document of batch)
        outcomes.set(document, signal.aborted ? LATER : write(document));
      return outcomes;
    },
  };
};

const modelOutcome = (document: IndexDocument, model: OpenSearchModel): Outcome => {
  const { status, type = '' } = model.apply(modelOperation(document));
  if (status < 300 || (document.operation === 'delete' && status === 404))
    return { kind: 'written', attempts: 1 };
  if (status === 409)
    return { kind: document.operation === 'create' ? 'duplicate' : 'stale', attempts: 1 };
  const error = new DataError('TASK_PUT', 'fake', type);
  return { kind: 'errant', error, type, attempts: 1 };
};

/** Keeps errant records in `letters`, but for those that `lose` takes. */
export const fakeReporter = (
  lose: (record: SinkRecord | SourceRecord) => boolean = () => false,
): ErrantRecordReporter & { readonly letters: readonly ErrantRecord<SourceRecord>[] } => {
  const letters: ErrantRecord<SourceRecord>[] = [];
  return {
    letters,
    async report(errant) {
      letters.push(...errant.filter(({ record }) => !lose(record)));
      return errant.filter(({ record }) => lose(record));
    },
  };
};

/** Adds everything up in `counts`, by topic and metric; a value of zero would cost a line. */
export const fakeMetrics = (): Metrics & {
  readonly counts: Readonly<Record<string, number>>;
} => {
  const counts: Record<string, number> = {};
  return {
    counts,
    add(topic, metric, value) {
      const name = `${topic} ${metric}`;
      counts[name] = (counts[name] ?? 0) + value;
    },
    publish() {},
  };
};
