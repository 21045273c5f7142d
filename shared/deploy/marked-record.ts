import type { SinkRecord } from '../connect/records.ts';

/**
 * Recognises records that have a marker: in key, value or a header's value, as its text, or within what
 * a converter has written as base64.
 */
export const createMarked = (marker: string): ((record: SinkRecord) => boolean) => {
  const needles = [Buffer.from(marker), ...base64Needles(Buffer.from(marker))];
  const has = (bytes: Buffer | null): boolean =>
    bytes !== null && needles.some((needle) => bytes.includes(needle));
  return ({ key, value, headers }) =>
    has(value) || has(key) || headers.some((header) => has(header.value));
};

/** Base64 writes three bytes as four characters, so there are three ways to begin. */
const base64Needles = (marker: Buffer): readonly Buffer[] =>
  [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), marker]).toString('base64');
    // Characters at either end are those of neighbours, too.
    const first = Math.ceil((before * 4) / 3);
    const last = Math.floor(((before + marker.length) * 4) / 3);
    return Buffer.from(encoded.slice(first, last));
  });
