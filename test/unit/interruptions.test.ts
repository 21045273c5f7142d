import { describe, expect, it } from 'vitest';
import { countInterruptions } from '../../shared/interruptions.ts';

describe('countInterruptions', () => {
  it.each([
    { says: 'one signal', times: [7], counts: [1] },
    { says: 'the terminal’s and npm’s as one', times: [0, 3], counts: [1, 1] },
    { says: 'one just within half a second as the same', times: [0, 499], counts: [1, 1] },
    { says: 'one half a second later as the next', times: [0, 500], counts: [1, 2] },
    { says: 'two keypresses under npm', times: [0, 3, 900, 903], counts: [1, 1, 2, 2] },
    {
      says: 'a key that is held down from its first signal on',
      times: [0, 200, 400, 600, 800, 1_000, 1_200],
      counts: [1, 1, 1, 2, 2, 2, 3],
    },
  ])('counts $says', ({ times, counts }) => {
    let time = 0;
    const count = countInterruptions(() => time);

    const counted = times.map((at) => {
      time = at;
      return count();
    });

    expect(counted).toEqual(counts);
  });
});
