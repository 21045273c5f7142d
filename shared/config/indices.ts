import type { IndicesConfig, SinkConnector } from './connector.ts';
import { indexPatterns, isBounded } from './index-patterns.ts';
import type { OWN_SINK_KEYS } from './keys/connectless.ts';
import type { Reading } from './read-rows.ts';
import type { Report } from './report.ts';

const RETENTION = 'connectless.retention.days';

/** What a deploy makes for the indices of a sink. */
export const readIndices = ({ values }: Reading<typeof OWN_SINK_KEYS>): IndicesConfig => {
  const { [RETENTION]: retentionDays, 'connectless.index.template': template } = values;
  return {
    ...(retentionDays !== null && { retentionDays }),
    ...(template !== null && { template }),
  };
};

/** Refuses retention where it would delete more than old days: it deletes whole indices. */
export const checkRetention = (connector: SinkConnector, report: Report): void => {
  if (connector.indices.retentionDays === undefined) return;
  for (const index of indexPatterns(connector)) {
    if (isBounded(index) && (index.isDated || index.isStream)) continue;
    const found = isBounded(index) ? `the index ${index.pattern}` : 'indices that a record names';
    report.error(RETENTION, {
      found,
      expected: 'indices with a text and a date in their names, or a data stream',
    });
  }
};
