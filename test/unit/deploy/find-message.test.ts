import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  asksForMessage,
  type FindMessage,
  type FoundMessage,
  findMessage,
  foundMessage,
} from '../../../shared/deploy/find-message.ts';

const question = (): FindMessage => ({
  action: 'find',
  marker: randomUUID(),
  topics: [{ topic: 'phone-data' }, { topic: 'phone-data', from: { 0: 0, 7: 42 } }],
  groups: [{ group: 'connect-opensearch-sink', topic: 'phone-data' }],
  indices: ['phone-data_*'],
});

describe('findMessage', () => {
  it('reads what verify asks', () => {
    const asked = question();

    expect(asksForMessage(asked)).toBe(true);
    expect(findMessage(JSON.parse(JSON.stringify(asked)))).toEqual(asked);
  });

  it.each([{ RequestType: 'Create' }, null, 'find', {}])('leaves %j to others', (event) => {
    expect(asksForMessage(event)).toBe(false);
  });

  it.each<[string, unknown]>([
    ['indices', { indices: ['*'] }],
    ['indices', { indices: ['_all'] }],
    ['indices', { indices: ['.opendistro_security'] }],
    ['indices', { indices: ['a,.kibana'] }],
    ['indices', { indices: ['a/_delete_by_query'] }],
    ['indices', { indices: [undefined] }],
    ['indices', { indices: 'phone-data' }],
    ['marker', { marker: 'a" OR *' }],
    ['marker', { marker: undefined }],
    ['topics', { topics: undefined }],
    ['topic', { topics: [{ topic: 'a b' }] }],
    ['topic', { topics: [null] }],
    ['from', { topics: [{ topic: 'a', from: null }] }],
    ['from', { topics: [{ topic: 'a', from: { 0: -1 } }] }],
    ['from', { topics: [{ topic: 'a', from: { 0: '1' } }] }],
    ['groups', { groups: {} }],
    ['group', { groups: [{ group: '', topic: 'a' }] }],
    ['topic', { groups: [{ group: 'a' }] }],
  ])('refuses a wrong member %s, as in %j', (name, over) => {
    expect(() => findMessage(Object.assign({}, question(), over))).toThrow(`member ${name} is not`);
  });
});

describe('foundMessage', () => {
  it('reads an answer', () => {
    const answer: FoundMessage = {
      topics: [{ topic: 'a', records: [], next: {}, isAtEnd: true }],
      groups: [],
      indices: [{ index: 'i', unknown: 'refused', mayHeal: false }],
    };

    expect(foundMessage(answer)).toEqual(answer);
  });

  it.each([null, {}, { found: true }, { topics: [], groups: [] }])(
    'takes %j for the answer of another version',
    (answer) => {
      expect(() => foundMessage(answer)).toThrow('npx serverless deploy');
    },
  );
});
