import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  asksForDocument,
  type FindDocument,
  type FoundDocument,
  findDocument,
  foundDocument,
} from '../../../shared/deploy/find-document.ts';

const question = (): FindDocument => ({
  action: 'find',
  index: 'phone-data_*',
  marker: randomUUID(),
});

describe('findDocument', () => {
  it('reads what verify asks', () => {
    const asked = question();

    expect(asksForDocument(asked)).toBe(true);
    expect(findDocument(JSON.parse(JSON.stringify(asked)))).toEqual(asked);
  });

  it.each([{ RequestType: 'Create' }, null, 'find', {}])('leaves %j to others', (event) => {
    expect(asksForDocument(event)).toBe(false);
  });

  it.each([
    { index: '*' },
    { index: '_all' },
    { index: '.opendistro_security' },
    { index: 'a,.kibana' },
    { index: 'a/_delete_by_query' },
    { index: undefined },
    { marker: 'a" OR *' },
    { marker: undefined },
  ])('refuses %j', (over) => {
    const [name] = Object.keys(over);

    expect(() => findDocument({ ...question(), ...over })).toThrow(`member ${name} is not`);
  });
});

describe('foundDocument', () => {
  it.each<FoundDocument>([
    { found: false },
    { found: true, index: 'phone-data_2025-04-24', id: '1' },
  ])('reads %j', (answer) => {
    expect(foundDocument(answer)).toEqual(answer);
  });

  it.each([null, {}, { found: 'yes' }, { found: true }, { errorMessage: 'no' }])(
    'takes %j for no answer',
    (answer) => {
      expect(() => foundDocument(answer)).toThrow('prepare');
    },
  );
});
