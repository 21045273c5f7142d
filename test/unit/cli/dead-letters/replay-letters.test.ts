import { describe, expect, it } from 'vitest';
import { readProgress } from '../../../../cli/dead-letters/progress.ts';
import { replayLetters } from '../../../../cli/dead-letters/replay-letters.ts';
import { openAccount } from '../../../../cli/deliver/account.ts';
import type { Delivery } from '../../../../cli/deliver/delivery.ts';
import type { SinkRecord } from '../../../../shared/connect/records.ts';
import { aSinkRecord } from '../../../support/records.ts';

/** A letter at that offset, about the record of another one. */
const aLetter = (offset: number, of = offset, stage = 'TASK_PUT'): SinkRecord =>
  aSinkRecord({
    topic: 'letters',
    offset,
    headers: Object.entries({ topic: 'phone-data', partition: '0', offset: `${of}`, stage }).map(
      ([name, text]) => ({ key: `__connect.errors.${name}`, value: Buffer.from(text) }),
    ),
  });

type Options = Partial<Parameters<typeof replayLetters>[0]>;

/** Replays those letters from where `commit` says, and tells what was delivered and what is committed. */
const run = async (
  letters: readonly SinkRecord[],
  options: Options & { readonly commit?: readonly [string, string] } = {},
  answer: (identity: string) => Delivery | undefined = () => ({ kind: 'acknowledged' }),
) => {
  const [offset, metadata] = options.commit ?? ['0', ''];
  const progress = readProgress(offset, metadata);
  const delivered: string[] = [];
  const account = openAccount();
  const replay = replayLetters({
    choice: {},
    progress: new Map([[0, progress]]),
    starts: new Map([[0, options.again ? 0 : progress.next]]),
    again: false,
    deliver: async ({ identity }) => {
      delivered.push(identity);
      return answer(identity);
    },
    onChosen: async () => undefined,
    account,
    ...options,
  });
  for (const letter of letters) await replay.take(letter);
  const [commit = { offset: '', metadata: '' }] = replay.commits();
  return {
    delivered,
    account,
    left: replay.left,
    commit: [commit.offset, commit.metadata] as const,
  };
};

const at = (...offsets: readonly number[]) => offsets.map((offset) => `phone-data-0@${offset}`);

describe('replayLetters', () => {
  it('delivers one letter of each record, and marks all', async () => {
    const { delivered, left, commit } = await run([aLetter(0, 7), aLetter(1, 8), aLetter(2, 7)]);

    expect(delivered).toEqual(at(7, 8));
    expect(left.copies).toBe(1);
    expect(commit).toEqual(['3', '']);
  });

  it('repeats nothing at the second run, whatever the first had left out', async () => {
    const letters = [0, 1, 2, 3].map((offset) => aLetter(offset, offset, offset % 2 ? 'A' : 'B'));
    const first = await run(letters, { choice: { errorStage: 'A' } });

    const second = await run(letters, { commit: first.commit });
    const third = await run(letters.slice(4), { commit: second.commit });

    expect(first.delivered).toEqual(at(1, 3));
    expect(second.delivered).toEqual(at(0, 2));
    expect(third.delivered).toEqual([]);
    expect(second.commit).toEqual(['4', '']);
  });

  it('marks nothing that was not acknowledged', async () => {
    const answers: Readonly<Record<string, Delivery | undefined>> = {
      [at(1)[0] ?? '']: { kind: 'refused', reason: 'no' },
      [at(2)[0] ?? '']: { kind: 'failed', reason: 'not now' },
      [at(3)[0] ?? '']: undefined,
    };
    const letters = [0, 1, 2, 3, 4].map((offset) => aLetter(offset));
    const first = await run(letters, {}, (identity) =>
      identity in answers ? answers[identity] : { kind: 'acknowledged' },
    );

    const second = await run(letters.slice(1), { commit: first.commit });

    expect(second.delivered).toEqual(at(1, 2, 3));
    expect(first.account.counts).toMatchObject({ acknowledged: 2, refused: 1, failed: 1 });
  });

  it('passes offsets that no letter has', async () => {
    expect((await run([aLetter(4), aLetter(9)])).commit).toEqual(['10', '']);
  });

  it('delivers again what it is told to', async () => {
    const { delivered } = await run([aLetter(0), aLetter(1)], { commit: ['2', ''], again: true });

    expect(delivered).toEqual(at(0, 1));
  });

  it('ends at its limit, and when nothing succeeds', async () => {
    const letters = Array.from({ length: 30 }, (_, offset) => aLetter(offset));

    const limited = await run(letters, { choice: { limit: 4 } });
    const failing = await run(letters, {}, () => ({ kind: 'failed', reason: 'Kafka is away' }));

    expect(limited.delivered).toEqual(at(0, 1, 2, 3));
    expect(limited.account.stopped).toBe('limit');
    expect(failing.delivered).toHaveLength(10);
    expect(failing.account.stopped).toBe('failures');
  });
});
