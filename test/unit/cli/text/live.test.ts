import { describe, expect, it } from 'vitest';
import { createLive } from '../../../../cli/text/live.ts';

const CLEAR = '\r\u001b[K';

/** A live line on an output of ours, with a clock that a test moves. */
const aLive = (isTTY: boolean) => {
  const written: string[] = [];
  let time = 0;
  let ring: (() => void) | undefined;
  let due = Number.POSITIVE_INFINITY;
  const write = (text: string): boolean => written.push(text) > 0;
  const live = createLive(
    { isTTY, write },
    {
      now: () => time,
      later: (callback, delay) => {
        ring = callback;
        due = time + delay;
      },
    },
  );
  const pass = (milliseconds: number): void => {
    time += milliseconds;
    if (time < due) return;
    due = Number.POSITIVE_INFINITY;
    ring?.();
  };
  return { ...live, written, pass };
};

describe('createLive', () => {
  it('says nothing of what takes less than two seconds', () => {
    const { show, clear, pass, written } = aLive(true);

    show('connecting …');
    pass(1_900);
    clear();
    pass(10_000);

    expect(written).toEqual([]);
  });

  it.each([
    { isTTY: true, expected: [`${CLEAR}connecting …`] },
    { isTTY: false, expected: ['connecting …\n'] },
  ])('shows after two seconds what was said before and still holds, terminal: $isTTY', (each) => {
    const { show, pass, written } = aLive(each.isTTY);

    show('looking …');
    show('connecting …');
    pass(2_000);

    expect(written).toEqual(each.expected);
  });

  it('replaces its line on a terminal, and takes it away', () => {
    const { show, clear, pass, written } = aLive(true);

    pass(2_000);
    show('1 letter read');
    show('2 letters read');
    clear();
    clear();

    expect(written).toEqual([`${CLEAR}1 letter read`, `${CLEAR}2 letters read`, CLEAR]);
  });

  it('is a line every ten seconds elsewhere', () => {
    const { show, pass, written } = aLive(false);

    pass(2_000);
    for (const count of [1, 2, 3]) {
      show(`${count} letters read`);
      pass(6_000);
    }

    expect(written).toEqual(['1 letters read\n', '3 letters read\n']);
  });
});
