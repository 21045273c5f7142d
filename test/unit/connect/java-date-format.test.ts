import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createDateTimeFormatter,
  createSimpleDateFormat,
} from '../../../shared/connect/java-date-format.ts';

describe('a date format that is used again and again', () => {
  it.each(['yyyy-MM-dd', 'HH:mm', 'HH:mm:ss.SSS', 'YYYY-ww'])(
    'writes %s as one that is used once, whatever came before',
    (pattern) => {
      const moment = fc.integer({ min: Date.UTC(1890, 0), max: Date.UTC(2100, 0) });
      const near = fc.tuple(moment, fc.array(fc.integer({ min: -90_000, max: 90_000 })));
      // Amsterdam was 19 minutes and 32 seconds ahead until 1937.
      const timeZone = fc.constantFrom('UTC', 'Asia/Kolkata', 'Europe/Amsterdam');
      for (const create of [createDateTimeFormatter, createSimpleDateFormat]) {
        const often = create(pattern);
        fc.assert(
          fc.property(near, timeZone, ([first, steps], zone) => {
            for (const step of [0, ...steps])
              expect(often(first + step, zone)).toBe(create(pattern)(first + step, zone));
          }),
          { numRuns: 50 },
        );
      }
    },
  );
});
