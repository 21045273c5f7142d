import type { DocumentForm } from '../connect/document-json.ts';
import type { DataStreams, RequestLimits, SinkStatement, Tolerated } from './connector.ts';

/** What a sink's dialect says, in our words. */
export type SinkReading = {
  readonly statements: readonly SinkStatement[];
  readonly tolerates: Tolerated;
  readonly requests: RequestLimits;
  readonly streams?: DataStreams;
  /** How decoded values are written as JSON. */
  readonly form: DocumentForm;
  /** Records of a bulk request at most. */
  readonly bulkRecords: number;
};
