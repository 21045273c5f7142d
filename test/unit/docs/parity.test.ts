import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { KNOWN_DIFFERENCES } from '../../differential/known-differences.ts';

const PAGE = readFileSync(new URL('../../../docs/parity.md', import.meta.url), 'utf8');

describe('docs/parity.md', () => {
  it.each(KNOWN_DIFFERENCES)('tells that $reason', ({ reason }) => {
    expect(PAGE).toContain(`\n- ${reason}`);
  });
});
