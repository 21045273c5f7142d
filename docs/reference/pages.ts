import { readFileSync } from 'node:fs';
import { DIALECTS } from '../../shared/config/dialects.ts';
import { connectorsPage } from './connectors-page.ts';
import { costsPage } from './costs.ts';
import { deliveryPage } from './delivery-page.ts';
import { jsonSchema } from './json-schema.ts';
import { metricsPage } from './metrics-page.ts';

const DELIVERY = new URL('../delivery.md', import.meta.url);

/** Every generated file, by its path in the checkout. */
export const generatedPages = (): ReadonlyMap<string, string> =>
  new Map([
    ['docs/connectors.md', connectorsPage()],
    ['docs/costs.md', costsPage()],
    ['docs/metrics.md', metricsPage()],
    ['docs/delivery.md', deliveryPage(readFileSync(DELIVERY, 'utf8'))],
    ...DIALECTS.map(
      (dialect) =>
        [
          `schemas/${dialect.id}.json`,
          `${JSON.stringify(jsonSchema(dialect), null, 2)}\n`,
        ] as const,
    ),
  ]);
