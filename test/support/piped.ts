import type { IndexTime, NamePart } from '../../shared/config/connector.ts';
import { decodedPart } from '../../shared/connect/connect-record.ts';
import type { SinkRecord } from '../../shared/connect/records.ts';
import type { Value } from '../../shared/connect/value.ts';
import { indexName } from '../../shared/sink/index-name.ts';
import { createIndexClock } from '../../shared/sink/index-time.ts';
import { jsonReader, type PipedRecord } from '../../shared/sink/sink-pipeline.ts';
import { aSinkConnector } from './connectors.ts';
import { aSinkRecord } from './records.ts';

/** A record that no transform touched; its key is text, unless the test says what it was decoded to. */
export const aPipedRecord = (over: Partial<SinkRecord> = {}, key?: Value): PipedRecord => {
  const record = aSinkRecord(over);
  const value = key === undefined ? (record.key?.toString() ?? null) : key;
  return {
    record,
    isOurJson: false,
    json: jsonReader(record.value),
    key: decodedPart({ schema: null, value }),
  };
};

/** The index of such a record; `now` is noon of 1 January 2030 where the wall clock names it. */
export const indexNameOf = (
  parts: readonly NamePart[],
  piped: PipedRecord,
  time: Partial<IndexTime> = {},
): string =>
  indexName(
    parts,
    piped,
    createIndexClock({ ...aSinkConnector().indexTime, ...time }, () => Date.UTC(2030, 0, 1, 12)),
  );
