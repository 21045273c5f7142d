import { isUtf8 } from 'node:buffer';
import { DataError } from '../connect/errors.ts';
import { jsonRoot, MAX_DEPTH } from '../connect/json-scan.ts';

const LF = 0x0a;
const CR = 0x0d;
const BRACE = 0x7b;

/**
 * A record's value as one document of a `_bulk` body: the very bytes, only line breaks between
 * tokens taken out (inside a string JSON allows none).
 *
 * @throws DataError for what is no JSON object
 */
export const documentBody = (value: Buffer): Buffer => {
  if (value.length === 0) throw notJson('the value is empty');
  if (!isUtf8(value)) throw notJson('the value is not UTF-8');
  const root = jsonRoot(value);
  if (root === undefined) throw notJson('the value is not JSON');
  if (root === 'too deep') throw tooDeep();
  if (root !== 'object') throw notObject();
  return value.includes(LF) || value.includes(CR)
    ? Buffer.from(value.filter((byte) => byte !== LF && byte !== CR))
    : value;
};

/**
 * The same of JSON that was written here, without line breaks and in UTF-8: only its root is looked at.
 *
 * @throws DataError for what is no JSON object
 */
export const ourDocumentBody = (json: Buffer): Buffer => {
  if (json[0] !== BRACE) throw notObject();
  return json;
};

/** OpenSearch 3 refuses such a one; 2.19 was seen to answer nothing any more after one of 5,000 levels. */
const tooDeep = (): DataError =>
  new DataError('TASK_PUT', 'document', `the value is nested deeper than ${MAX_DEPTH}`);

const notObject = (): DataError =>
  new DataError('TASK_PUT', 'document', 'the value is no JSON object');

const notJson = (message: string): DataError =>
  new DataError('VALUE_CONVERTER', 'document', message);
