import fc from 'fast-check';
import { anyConverterCase } from './arbitrary-converters.ts';
import { textCase } from './arbitrary-texts.ts';
import { transformCase } from './arbitrary-transforms.ts';
import type { Case } from './cases.ts';

/** Cases of a seed, transforms first. */
export const generateCases = (seed: number): readonly Case[] => [
  ...fc.sample(transformCase, { seed, numRuns: 4000 }),
  ...fc.sample(anyConverterCase, { seed, numRuns: 3000 }),
  ...fc.sample(textCase, { seed, numRuns: 2000 }),
];
