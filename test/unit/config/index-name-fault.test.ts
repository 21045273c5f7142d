import { describe, expect, it } from 'vitest';
import { indexNameFault } from '../../../shared/config/index-name-fault.ts';

describe('indexNameFault', () => {
  it.each(['phone-data_2025-04-24', 'a.b', 'x'.repeat(255), 'é', '1', '😀'])(
    'accepts %s',
    (name) => {
      expect(indexNameFault(name)).toBeUndefined();
    },
  );

  it.each([
    '',
    '.',
    '..',
    '-a',
    '_a',
    '+a',
    'A',
    'Ä',
    'aΣ',
    'ǅ',
    'a b',
    'a,b',
    'a:b',
    'a"b',
    'a*',
    'a/b',
    'a\\b',
    'a|b',
    'a?',
    'a#',
    'a>',
    'a<',
    'a\u0000',
    'a\u007f',
    'x'.repeat(256),
    'é'.repeat(128),
    'a\ud800',
    '\udc00a',
  ])('refuses %j', (name) => {
    expect(indexNameFault(name)).toBeTypeOf('string');
  });
});
