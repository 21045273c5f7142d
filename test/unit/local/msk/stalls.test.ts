import { expect, it } from 'vitest';
import { createStalls } from '../../../../local/msk/stalls.ts';

it('tells of a partition that waits for five seconds, once, and when it goes on', () => {
  const told: string[] = [];
  let now = 0;
  const stalls = createStalls(
    (text) => told.push(text),
    () => now,
  );
  const at = (time: number, step: () => void) => {
    now = time;
    step();
  };
  const waits = () => stalls.waits('a-0', 'the reason');
  const moves = () => stalls.moves('a-0');

  at(0, waits);
  at(4_000, moves);
  at(5_000, waits);
  at(9_999, waits);
  expect(told).toEqual([]);

  at(10_000, waits);
  at(60_000, waits);
  at(61_000, moves);
  at(62_000, moves);

  expect(told).toEqual(['a-0 waits: the reason', 'a-0 goes on']);
});
