import type { NamePart } from '../config/connector.ts';
import { indexNameFault } from '../config/index-name-fault.ts';
import { atStage, refuse } from '../connect/refused.ts';
import type { IndexClock } from './index-time.ts';
import { partText } from './record-part.ts';
import type { PipedRecord } from './sink-pipeline.ts';

/**
 * The index of a record as its transforms left it: KCQL's target and suffix, or its topic. A function of the record
 * alone, unless the file asks for the wall clock.
 *
 * @throws DataError for a time that names no index, for a part that is not there, and for a name that OpenSearch
 * would refuse
 */
export const indexName = (
  parts: readonly NamePart[],
  piped: PipedRecord,
  clock: IndexClock,
): string =>
  atStage('TASK_PUT', 'index name', () => {
    let name = '';
    for (const part of parts) name += partName(part, piped, clock);
    const fault = indexNameFault(name) ?? dynamicFault(parts, name);
    return fault === undefined ? name : refuse(`the index name is not ${fault}`);
  });

/** OpenSearch's own indices begin with a dot: no record may name one. */
const dynamicFault = ([first]: readonly NamePart[], name: string): string | undefined =>
  name.startsWith('.') && typeof first === 'object' && !OURS.includes(first.kind)
    ? 'a name from a record that does not begin with a dot'
    : undefined;

const OURS: readonly string[] = ['date', 'topic'];

const partName = (part: NamePart, piped: PipedRecord, { zone, timeOf }: IndexClock): string => {
  if (typeof part === 'string') return part;
  switch (part.kind) {
    case 'date':
      return part.format(timeOf(piped.record.timestamp), zone);
    case 'topic':
      return part.name(piped.record.topic);
    default:
      return partText(part, piped);
  }
};
