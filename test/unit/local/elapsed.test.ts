import { describe, expect, it } from 'vitest';
import { showElapsed } from '../../../local/elapsed.ts';

describe('showElapsed', () => {
  it('shows the seconds again and again, and nothing more when the work is done', async () => {
    const shown: string[] = [];
    const work = Promise.withResolvers<string>();
    const show = (text: string): void => {
      shown.push(text);
      if (shown.length === 3) work.resolve('done');
    };

    expect(await showElapsed(show, 'starting Kafka …', work.promise, 1)).toBe('done');
    expect(shown).toEqual(['starting Kafka …', 'starting Kafka … 0 s', 'starting Kafka … 0 s']);
  });

  it('ends with what ends the work', async () => {
    const failed = Promise.reject(new Error('no disk'));

    await expect(showElapsed(() => undefined, 'starting', failed, 1)).rejects.toThrow('no disk');
  });
});
