import { type ConnectError, RetriableError } from '../../shared/connect/errors.ts';
import type { SinkRecord, SourceRecord } from '../../shared/connect/records.ts';
import type {
  DocumentWriter,
  ErrantRecord,
  ErrantRecordReporter,
  IndexDocument,
  Outcome,
  RecordProducer,
} from '../../shared/ports.ts';

const NO_TIME = new RetriableError('no time was left');
const LATER: Outcome = { kind: 'retriable', error: NO_TIME };

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

/** Writes what `judge` calls written into `indices`, by index and id. */
export const fakeWriter = (
  judge: (document: IndexDocument) => Outcome = () => ({ kind: 'written' }),
): DocumentWriter & { readonly documents: ReadonlyMap<string, string> } => {
  const documents = new Map<string, string>();
  return {
    documents,
    async write(batch, signal) {
      const outcomes = new Map<IndexDocument, Outcome>();
      for (const document of batch) {
        const outcome = signal.aborted ? LATER : judge(document);
        outcomes.set(document, outcome);
        if (outcome.kind === 'written')
          documents.set(`${document.index}/${document.id}`, document.body.toString());
      }
      return outcomes;
    },
  };
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
