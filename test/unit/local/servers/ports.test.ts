import { describe, expect, it } from 'vitest';
import { portsFrom } from '../../../../local/servers/ports.ts';

describe('portsFrom', () => {
  it('begins with the usual port', () => {
    expect(portsFrom(9092).slice(0, 3)).toEqual([9092, 9093, 9094]);
  });

  it('ends where the ephemeral ports begin', () => {
    expect(portsFrom(32_766)).toEqual([32_766, 32_767]);
  });
});
