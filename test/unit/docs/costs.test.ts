import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { costOf, costsPage, SIZINGS, tiered, total } from '../../../docs/reference/costs.ts';
import { PRICES } from '../../../docs/reference/prices.ts';

describe('tiered', () => {
  it.each([
    [0, 0],
    [1e9, 1_000],
    [2e9, 1_800],
    [5e9, 4_200],
    [13e9, 4_200 + 8_000 * 0.7],
  ])('%d messages cost %d', (count, dollars) => {
    expect(tiered(count, PRICES.iotMessages)).toBeCloseTo(dollars, 6);
  });
});

describe('costOf', () => {
  it('is what a reader gets by hand for one message a second', () => {
    const [one] = SIZINGS;
    if (!one) throw new Error('no sizing');
    const { devices, connectors, stores } = costOf(one);

    // 730 h × 3600 s = 2.628 million messages: 2.628 × (1 + 0.15 + 0.15)
    expect(total(devices)).toBeCloseTo(3.4164, 4);
    // source 2.628 × 0.2 + 2.628e6 × 0.015 × 0.5 × 0.0000133334; sink likewise with 0.05 s; poller; watching
    expect(total(connectors)).toBeCloseTo(
      0.5256 + 0.262801314 + 0.5256 + 0.87600438 + 135.05 + 14.4,
      4,
    );
    // 3 × 730 × 0.204 + 30; 730 × 0.073 + 6.1
    expect(total(stores)).toBeCloseTo(446.76 + 30 + 53.29 + 6.1, 4);
  });

  it('is what a reader gets by hand for a hundred and for five thousand', () => {
    const [, hundred, thousands] = SIZINGS.map((one) => {
      const { devices, connectors, stores } = costOf(one);
      return [devices, connectors, stores].map((lines) => Number(total(lines).toFixed(1)));
    });

    expect(hundred).toEqual([
      // 262.8 million × (1 + 0.15 + 0.15)
      341.6,
      // 262.8 × 0.2 + 262.8e6 × 0.0075 × 0.0000133334, 2.628 × 0.2 + 2.628e6 × 0.05 × 0.0000133334, 135.05, 14.4
      230.6,
      // 446.76 + 150, 730 × (3 × 0.178 + 3 × 0.068) + 73.2
      1208.7,
    ]);
    expect(thousands).toEqual([
      // 1,000 + 4,000 × 0.8 + 8,140 × 0.7, 13,140 × 0.3
      13840.0,
      // 13,140 × 0.2 + 13,140e6 × 0.0075 × 0.0000133334, 15.768 × 0.2 + 15.768e6 × 0.125 × 0.0000133334, 135.05, 14.4
      4120.9,
      // 446.76 + 300, 730 × (6 × 0.178 + 3 × 0.068) + 732
      2407.3,
    ]);
  });

  it('grows with the rate', () => {
    const sums = SIZINGS.map((sizing) => total(Object.values(costOf(sizing)).flat()));

    expect(sums).toEqual([...sums].sort((a, b) => a - b));
  });
});

describe('costsPage', () => {
  it('shows each line with a sum that its lines make', () => {
    for (const sizing of SIZINGS)
      for (const { what, how } of Object.values(costOf(sizing)).flat())
        expect(costsPage()).toContain(`| ${what} | ${how} |`);
  });
});

describe('the pages that name a sum', () => {
  it.each(['README.md', 'docs/operations.md'])('%s has those of the table, rounded', (name) => {
    const text = readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');
    const [one, hundred, thousands] = SIZINGS.map((sizing) =>
      Number(total(Object.values(costOf(sizing)).flat()).toPrecision(2)).toLocaleString('en-US'),
    );

    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      `about $${one} at 1 message a second, $${hundred} at 100, $${thousands} at 5,000`,
    );
  });
});
