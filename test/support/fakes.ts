import { type ConnectError, RetriableError } from '../../shared/connect/errors.ts';
import type { SourceRecord } from '../../shared/connect/records.ts';
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

/** Takes what `refuse` lets through; `log` holds it. */
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
      }
      log.push(...records);
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

/** Keeps errant records in `letters`, or fails with `error`. */
export const fakeReporter = <R extends SourceRecord>(
  error?: ConnectError,
): ErrantRecordReporter<R> & { readonly letters: readonly ErrantRecord<R>[] } => {
  const letters: ErrantRecord<R>[] = [];
  return {
    letters,
    async report(errant) {
      if (error) throw error;
      letters.push(...errant);
    },
  };
};
