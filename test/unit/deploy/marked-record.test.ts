import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMarked } from '../../../shared/deploy/marked-record.ts';
import { aSinkRecord } from '../../support/records.ts';

const MARKER = randomUUID();
const isMarked = createMarked(MARKER);
const bytes = fc.uint8Array({ maxLength: 20 });

describe('createMarked', () => {
  it('finds a marker wherever it stands, as text or within base64', () => {
    fc.assert(
      fc.property(bytes, bytes, fc.boolean(), (before, after, isEncoded) => {
        const around = Buffer.concat([before, Buffer.from(MARKER), after]);
        const value = isEncoded ? Buffer.from(around.toString('base64')) : around;

        expect(isMarked(aSinkRecord({ value }))).toBe(true);
        expect(isMarked(aSinkRecord({ key: value }))).toBe(true);
        expect(isMarked(aSinkRecord({ headers: [{ key: 'h', value }] }))).toBe(true);
      }),
    );
  });

  it('leaves records with other markers, or none', () => {
    const other = Buffer.from(`{"connectless_verify":"${randomUUID()}"}`);

    for (const value of [other, Buffer.from(other.toString('base64')), null])
      expect(isMarked(aSinkRecord({ value, headers: [{ key: 'h', value: null }] }))).toBe(false);
  });
});
