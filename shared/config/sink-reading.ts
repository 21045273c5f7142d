import type { DocumentForm } from '../connect/document-json.ts';
import type { SinkStatement } from './connector.ts';

/** What a sink's dialect says, in our words. */
export type SinkReading = {
  readonly statements: readonly SinkStatement[];
  /** What follows a document that OpenSearch refuses. */
  readonly refusals: 'errors.tolerance' | 'letter';
  /** How decoded values are written as JSON. */
  readonly form: DocumentForm;
  /** Records of a bulk request at most. */
  readonly bulkRecords: number;
};
