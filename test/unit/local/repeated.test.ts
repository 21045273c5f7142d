import { expect, it } from 'vitest';
import { createRepeated } from '../../../local/repeated.ts';

it('reports what is said again with its number, tenfold each time', () => {
  const told: string[] = [];
  const report = createRepeated((text) => told.push(text));

  for (let i = 0; i < 150; i++) report('away');
  report('other');

  expect(told).toEqual(['away', 'away (10 times)', 'away (100 times)', 'other']);
});
