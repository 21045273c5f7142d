import type { SinkStatement } from './connector.ts';

/** What a sink's dialect says, in our words. */
export type SinkReading = {
  readonly statements: readonly SinkStatement[];
  /** What follows a document that OpenSearch refuses. */
  readonly refusals: 'errors.tolerance' | 'letter';
  /** Records of a bulk request at most. */
  readonly bulkRecords: number;
};
