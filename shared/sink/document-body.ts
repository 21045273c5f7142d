import { isUtf8 } from 'node:buffer';
import { DataError } from '../connect/errors.ts';

const LF = 0x0a;
const CR = 0x0d;

/**
 * A record's value as one document of a `_bulk` body: the very bytes, only line breaks between
 * tokens taken out (inside a string JSON allows none).
 *
 * @throws DataError for what is no JSON object; `JSON.parse`'s own message quotes the text and stays here
 */
export const documentBody = (value: Buffer): Buffer => {
  if (value.length === 0) throw notJson('the value is empty');
  if (!isUtf8(value)) throw notJson('the value is not UTF-8');
  const parsed = parse(value.toString());
  if (!parsed) throw notJson('the value is not JSON');
  const { root } = parsed;
  if (typeof root !== 'object' || root === null || Array.isArray(root))
    throw new DataError('TASK_PUT', 'document', 'the value is no JSON object');
  return value.includes(LF) || value.includes(CR)
    ? Buffer.from(value.filter((byte) => byte !== LF && byte !== CR))
    : value;
};

/** Nothing where the text is not JSON. */
const parse = (text: string): { readonly root: unknown } | undefined => {
  try {
    return { root: JSON.parse(text) };
  } catch {
    return undefined;
  }
};

const notJson = (message: string): DataError =>
  new DataError('VALUE_CONVERTER', 'document', message);
