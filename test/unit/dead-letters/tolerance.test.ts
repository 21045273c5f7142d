import { describe, expect, it } from 'vitest';
import type { Tolerated } from '../../../shared/config/connector.ts';
import { DataError, type Stage } from '../../../shared/connect/errors.ts';
import type { SinkRecord } from '../../../shared/connect/records.ts';
import type { KeepLetters } from '../../../shared/dead-letters/dead-letter-queue.ts';
import { keepTolerated } from '../../../shared/dead-letters/tolerance.ts';
import type { ErrantRecord } from '../../../shared/ports.ts';
import { aSinkConnector } from '../../support/connectors.ts';
import { aSinkRecord } from '../../support/records.ts';

const ERRORS = aSinkConnector().errors;
const signal = AbortSignal.timeout(60_000);

const errant = (
  offset: number,
  kind: 'refused' | Stage,
  partition = 0,
): ErrantRecord<SinkRecord> => ({
  record: aSinkRecord({ offset, partition }),
  error: new DataError(kind === 'refused' ? 'TASK_PUT' : kind, 'test', 'no'),
  ...(kind === 'refused' && { type: 'mapper_parsing_exception' }),
});

/** Which offsets are kept, and which wait. */
const keep = async (
  records: readonly ErrantRecord<SinkRecord>[],
  tolerates?: Tolerated,
  tolerance: 'none' | 'all' = 'none',
) => {
  const kept: number[] = [];
  const queue: KeepLetters = async (given) => {
    kept.push(
      ...given.flatMap(({ record }) => ('offset' in record ? [Number(record.offset)] : [])),
    );
    return [];
  };
  const errors = { ...ERRORS, tolerance, ...(tolerates && { tolerates }) };
  const lost = await keepTolerated(errors, queue)(records, signal);
  return { kept, lost: lost.map(({ errant: { record } }) => record.offset), reasons: lost };
};

describe('keepTolerated', () => {
  const mixed = [errant(0, 'refused'), errant(1, 'refused')];

  it('keeps everything with errors.tolerance=all, whatever the dialect says', async () => {
    const records = [errant(0, 'VALUE_CONVERTER'), errant(1, 'refused')];

    expect((await keep(records, { refused: false, invalid: false }, 'all')).kept).toEqual([0, 1]);
  });

  it('keeps nothing with errors.tolerance=none, unless the dialect has a policy', async () => {
    expect(await keep(mixed)).toMatchObject({ kept: [], lost: [0, 1] });
    expect(await keep(mixed, { refused: true, invalid: false })).toMatchObject({
      kept: [0, 1],
      lost: [],
    });
  });

  it.each<{ tolerates: Tolerated; kept: number[] }>([
    { tolerates: { refused: true, invalid: false }, kept: [0] },
    { tolerates: { refused: false, invalid: true }, kept: [10] },
    { tolerates: { refused: true, invalid: true }, kept: [0, 10] },
  ])('tells refusals of OpenSearch from records without document: $tolerates', async (row) => {
    const records = [
      errant(0, 'refused'),
      errant(10, 'TASK_PUT', 1),
      errant(20, 'VALUE_CONVERTER', 2),
      errant(30, 'TRANSFORMATION', 3),
    ];

    expect((await keep(records, row.tolerates)).kept).toEqual(row.kept);
  });

  it('keeps nothing behind what is not tolerated in its partition: that comes again', async () => {
    const result = await keep(
      [
        errant(0, 'refused'),
        errant(1, 'VALUE_CONVERTER'),
        errant(2, 'refused'),
        errant(7, 'refused', 1),
      ],
      { refused: true, invalid: false },
    );

    expect(result).toMatchObject({ kept: [0, 7], lost: [1, 2] });
    expect(result.reasons.map(({ reason }) => reason)).toEqual([undefined, undefined]);
  });
});
