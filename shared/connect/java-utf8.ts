import { isUtf8 } from 'node:buffer';

/** Java's `new String(bytes, UTF_8)`: bytes that are no text become U+FFFD, as many as Java makes of them. */
export const decodeUtf8 = (bytes: Buffer): string => {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  let text = '';
  let at = 0;
  while (at < bytes.length) {
    const size = sequenceSize(bytes, at);
    text += size > 0 ? bytes.toString('utf8', at, at + size) : '\ufffd';
    at += Math.abs(size);
  }
  return text;
};

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && byte >> 6 === 2;

/** How many bytes make a character here; negative: how many Java takes together for one that is wrong. */
const sequenceSize = (bytes: Buffer, at: number): number => {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return isContinuation(bytes[at + 1]) ? 2 : -1;
  if (first >= 0xe0 && first < 0xf0) return threeBytes(bytes, at, first);
  return first >= 0xf0 && first < 0xf5 ? fourBytes(bytes, at, first) : -1;
};

const threeBytes = (bytes: Buffer, at: number, first: number): number => {
  const second = bytes[at + 1] ?? 0;
  if (!isContinuation(second) || (first === 0xe0 && second < 0xa0)) return -1;
  if (!isContinuation(bytes[at + 2])) return -2;
  // Half a surrogate pair is three bytes that Java takes together.
  return first === 0xed && second >= 0xa0 ? -3 : 3;
};

const fourBytes = (bytes: Buffer, at: number, first: number): number => {
  const second = bytes[at + 1] ?? 0;
  const outside = (first === 0xf0 && second < 0x90) || (first === 0xf4 && second >= 0x90);
  if (!isContinuation(second) || outside) return -1;
  if (!isContinuation(bytes[at + 2])) return -2;
  return isContinuation(bytes[at + 3]) ? 4 : -3;
};
