import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { KNOWN_DIFFERENCES } from '../../differential/known-differences.ts';
import { KNOWN_DIFFERENCES as OBSERVED_DIFFERENCES } from '../../observed/known-differences.ts';

const PAGE = readFileSync(new URL('../../../docs/parity.md', import.meta.url), 'utf8');

describe('docs/parity.md', () => {
  it.each(KNOWN_DIFFERENCES)('tells that $reason', ({ reason }) => {
    expect(PAGE).toContain(`\n- ${reason}`);
  });

  it('tells what recorded runs end otherwise, and why', () => {
    const reasons = [...new Set(OBSERVED_DIFFERENCES.map(({ reason }) => `- ${reason}.`))];

    const [, section = ''] = PAGE.split('\n## Recorded runs\n');

    expect(section.split('\n').filter((line) => line.startsWith('- '))).toEqual(reasons);
  });
});
