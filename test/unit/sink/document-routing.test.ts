import { describe, expect, it } from 'vitest';
import { decodedPart } from '../../../shared/connect/connect-record.ts';
import { DataError } from '../../../shared/connect/errors.ts';
import { documentRouting } from '../../../shared/sink/document-routing.ts';
import { outcome } from '../../support/outcome.ts';
import { aPipedRecord } from '../../support/piped.ts';

const withValue = (text: string) => aPipedRecord({ value: Buffer.from(text) });

// Sink peers 13.4, S-124.
describe('documentRouting', () => {
  it('is the key', () => {
    expect(documentRouting('key', aPipedRecord({ key: Buffer.from('0') }))).toBe('0');
    expect(
      documentRouting('key', {
        ...aPipedRecord(),
        key: decodedPart({ schema: null, value: 7n }),
      }),
    ).toBe('7');
  });

  it.each([
    { pointer: '/a', json: '{"a":"x"}', routing: 'x' },
    { pointer: '/a/b', json: '{"a":{"b":9007199254740993}}', routing: '9007199254740993' },
    { pointer: '/a/1', json: '{"a":[0,1.5]}', routing: '1.5' },
    { pointer: '/a~1b/c~0d', json: '{"a/b":{"c~d":"y"}}', routing: 'y' },
    { pointer: '/~01', json: '{"~1":"z"}', routing: 'z' },
    { pointer: '/', json: '{"":"empty name"}', routing: 'empty name' },
  ])('is what $pointer finds in $json', ({ pointer, json, routing }) => {
    expect(documentRouting({ pointer }, withValue(json))).toBe(routing);
  });

  it.each([
    { pointer: '/b', json: '{"a":1}' },
    { pointer: '/a/b', json: '{"a":1}' },
    { pointer: '/a/01', json: '{"a":[0,1]}' },
    { pointer: '/a', json: '{"a":""}' },
    { pointer: '/a', json: '{"a":true}' },
    { pointer: '/a', json: '{"a":null}' },
    { pointer: '', json: '{"a":1}' },
  ])('calls a record errant where $pointer of $json is no text or number', ({ pointer, json }) => {
    expect(outcome(() => documentRouting({ pointer }, withValue(json)))).toBeInstanceOf(DataError);
  });

  it('calls a record without key errant', () => {
    expect(() => documentRouting('key', aPipedRecord({ key: null }))).toThrow(DataError);
  });
});
