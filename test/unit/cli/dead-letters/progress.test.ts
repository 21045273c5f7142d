import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isReplayed,
  markReplayed,
  type Progress,
  readProgress,
  writeProgress,
} from '../../../../cli/dead-letters/progress.ts';

const START: Progress = { next: 0, ranges: [] };
const OFFSETS = Array.from({ length: 60 }, (_, i) => i);

const offsets = fc.array(fc.nat(59), { maxLength: 80 });

const markAll = (marked: readonly number[], begin = START): Progress =>
  marked.reduce((progress, offset) => markReplayed(progress, offset, offset + 1), begin);

const again = (progress: Progress): Progress => {
  const { offset, metadata } = writeProgress(progress);
  return readProgress(offset, metadata);
};

describe('progress', () => {
  it('knows exactly the offsets that were marked, in whatever order, also when it is read again', () => {
    fc.assert(
      fc.property(offsets, (marked) => {
        const wanted = new Set(marked);
        const progress = markAll(marked);

        for (const known of [progress, again(progress)])
          expect(OFFSETS.filter((offset) => isReplayed(known, offset))).toEqual(
            OFFSETS.filter((offset) => wanted.has(offset)),
          );
      }),
    );
  });

  it('commits the lowest offset that is left', () => {
    fc.assert(
      fc.property(offsets, (marked) => {
        const wanted = new Set(marked);

        expect(writeProgress(markAll(marked)).offset).toBe(
          `${[...OFFSETS, 60].find((offset) => !wanted.has(offset))}`,
        );
      }),
    );
  });

  it('goes on where a run before has ended', () => {
    const first = again(markAll([0, 1, 2, 7, 8]));
    const second = again(markAll([3, 9, 20], first));

    expect(second).toEqual({
      next: 4,
      ranges: [
        [7, 10],
        [20, 21],
      ],
    });
  });

  it('stays within what Kafka takes as metadata, and forgets the highest first', () => {
    const progress = markAll(Array.from({ length: 5_000 }, (_, i) => 1_000_000 + 2 * i));

    const { metadata } = writeProgress(progress);

    expect(Buffer.byteLength(metadata)).toBeLessThan(4_096);
    expect(isReplayed(again(progress), 1_000_000)).toBe(true);
    expect(again(progress).ranges.length).toBeGreaterThan(900);
  });

  it.each([
    ['-1', null],
    ['-1', ''],
    ['0', 'somebody else’s'],
  ])('begins at the first letter of %s and %s', (offset, metadata) => {
    expect(readProgress(offset, metadata)).toEqual(START);
  });
});
