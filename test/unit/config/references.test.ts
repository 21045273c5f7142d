import { describe, expect, it } from 'vitest';
import {
  hasReference,
  referencesIn,
  resolveReferences,
  unknownProviders,
} from '../../../shared/config/references.ts';

describe('a reference', () => {
  it.each([
    { text: '${env:PASSWORD}', expected: [{ provider: 'env', path: 'PASSWORD' }] },
    {
      text: '${file:/opt/secrets.properties:password}',
      expected: [{ provider: 'file', path: '/opt/secrets.properties', key: 'password' }],
    },
    {
      text: '${secretsmanager:kafka/connect:password}',
      expected: [{ provider: 'secretsmanager', path: 'kafka/connect', key: 'password' }],
    },
    { text: '${secretsmanager:whole}', expected: [{ provider: 'secretsmanager', path: 'whole' }] },
    {
      text: '${secretsmanager:arn:aws:secretsmanager:eu-central-1:1:secret:a:password}',
      expected: [
        {
          provider: 'secretsmanager',
          path: 'arn:aws:secretsmanager:eu-central-1:1:secret:a',
          key: 'password',
        },
      ],
    },
    {
      text: '${ssm:/kafka/password:3}',
      expected: [{ provider: 'ssm', path: '/kafka/password:3' }],
    },
    {
      text: 'user=${env:A} password=${env:B}',
      expected: [
        { provider: 'env', path: 'A' },
        { provider: 'env', path: 'B' },
      ],
    },
    { text: '${topic}-${timestamp}', expected: [] },
    { text: 'none', expected: [] },
  ])('is found in $text', ({ text, expected }) => {
    expect(referencesIn(text)).toEqual(expected);
    expect(hasReference(text)).toBe(expected.length > 0);
  });

  it('may be of a provider that is not there', () => {
    expect(unknownProviders('${vault:a:b}${env:A}')).toEqual(['vault']);
    expect(hasReference('${vault:a:b}')).toBe(true);
  });

  it('gives way to its value, whatever that holds', async () => {
    const text = await resolveReferences('a ${env:X} b ${vault:y:z} ${env:Y}', (reference) =>
      Promise.resolve(`<${reference.path}$&${'${env:Z}'}>`),
    );

    expect(text).toBe('a <X$&${env:Z}> b ${vault:y:z} <Y$&${env:Z}>');
  });
});
