import { describe, expect, it } from 'vitest';
import { readJaas } from '../../../shared/config/jaas.ts';

describe('readJaas', () => {
  it.each([
    { text: 'a.Module required;', options: {} },
    {
      text: `a.Module required username="me" password='it is; a = "secret"';`,
      options: { username: 'me', password: 'it is; a = "secret"' },
    },
    {
      text: 'a.Module REQUIRED\n  username=me password="a\\"b\\\\c\\n" ;  ',
      options: { username: 'me', password: 'a"b\\c\n' },
    },
    { text: 'a.Module required password="${ssm:a}";', options: { password: '${ssm:a}' } },
  ])('reads $text', ({ text, options }) => {
    expect(readJaas(text)).toEqual({
      module: 'a.Module',
      options: new Map(Object.entries(options)),
    });
  });

  it.each([
    '',
    'a.Module',
    'a.Module required',
    'a.Module always;',
    'a.Module required username;',
    'a.Module required username "me";',
    'a.Module required username="me;',
    'a.Module required a="b"; b.Module required;',
    '${ssm:/kafka/jaas}',
  ])('does not read %s', (text) => {
    expect(readJaas(text)).toBeUndefined();
  });
});
